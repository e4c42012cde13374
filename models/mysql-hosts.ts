import { HotlineError } from '../src/errors';

export interface MysqlAddress {
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
}

/** User and password end at the last @, so that a password may hold one; nothing follows the database. */
const SHAPE = /^mysql:\/\/(?:([^:]*?)(?::(.*))?@)?([^\s/@?#]+)\/([^\s/?#]+)$/;
const HOST = /^(\[[^\]]+\]|[^:[\]]+)(?::(\d{1,5}))?$/;

/** Reads `mysql://user:password@h1:p1,h2:p2/database`; throws `invalid_settings`, without the password in the message. */
export function parseMysqlUrl(url: string): MysqlAddress {
  const address = readMysqlUrl(url);
  if (address === null)
    throw new HotlineError('invalid_settings', 'DATABASE_URL must look like mysql://user:password@host:port/database.');
  return address;
}

/** As parseMysqlUrl, but null for what cannot be read. */
export function readMysqlUrl(url: string): MysqlAddress | null {
  const [, user, password, hosts, database] = SHAPE.exec(url) ?? [];
  if (hosts === undefined || database === undefined) return null;
  const read = hosts.split(',').map(readHost);
  const names = [user, password, database].map((part) => decoded(part ?? ''));
  const known = read.flatMap((host) => host ?? []);
  const [userName, secret, schema] = names.flatMap((name) => name ?? []) as [string, string, string];
  if (known.length < read.length || names.includes(null)) return null;
  return { user: userName, password: secret, database: schema, hosts: known };
}

function readHost(text: string): { host: string; port: number } | null {
  const [, host, port = '3306'] = HOST.exec(text) ?? [];
  const number = Number(port);
  return host === undefined || number < 1 || number > 65_535
    ? null
    : { host: host.replace(/^\[|\]$/g, ''), port: number };
}

/** Decodes %-escapes; null when one of them is not valid. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
