import { HotlineError } from '../src/errors';

export interface MysqlAddress {
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
}

const SHAPE = /^mysql:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^/@]+)\/([^/?]+)$/;

/** Reads `mysql://user:password@h1:p1,h2:p2/database`; throws `invalid_settings`, without the password in the message. */
export function parseMysqlUrl(url: string): MysqlAddress {
  const [, user = '', password = '', hosts = '', database = ''] = SHAPE.exec(url) ?? [];
  if (hosts === '' || database === '') {
    throw new HotlineError('invalid_settings', 'DATABASE_URL must look like mysql://user:password@host:port/database.');
  }
  return {
    user: decodeURIComponent(user),
    password: decodeURIComponent(password),
    database: decodeURIComponent(database),
    hosts: hosts.split(',').map(parseHost),
  };
}

function parseHost(text: string): { host: string; port: number } {
  const [, host = text, port = '3306'] = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(text.trim()) ?? [];
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}
