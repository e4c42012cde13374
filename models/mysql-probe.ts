import mysql from 'mysql2/promise';
import { parseMysqlUrl } from './mysql-hosts';

const CONNECT_WITHIN_MS = 3000;

/** One of the hosts of a `mysql://` URL, asked by itself. */
export interface ProbedHost {
  readonly host: string;
  /** `11.4.2-MariaDB`; null when it does not answer. */
  readonly version: string | null;
  /** Why it cannot be used: the server's own words; null when it can. */
  readonly problem: string | null;
}

/** Asks each host of a `mysql://` URL for its version, all at once; never throws. */
export function probeHosts(url: string): Promise<readonly ProbedHost[]> {
  const { hosts, user, password, database } = parseMysqlUrl(url);
  return Promise.all(
    hosts.map(async ({ host, port }) => {
      const named = `${host}:${port}`;
      const access = { host, port, user, password, database, connectTimeout: CONNECT_WITHIN_MS };
      try {
        return { host: named, version: await versionOf(access), problem: null };
      } catch (error) {
        return { host: named, version: null, problem: error instanceof Error ? reasonOf(error) : String(error) };
      }
    }),
  );
}

async function versionOf(access: mysql.ConnectionOptions): Promise<string> {
  const connection = await mysql.createConnection(access);
  try {
    const [rows] = await connection.query({ sql: 'SELECT VERSION() AS version', timeout: CONNECT_WITHIN_MS });
    return (rows as { version: string }[])[0]?.version ?? '';
  } finally {
    connection.destroy();
  }
}

function reasonOf(error: Error & { readonly code?: string }): string {
  return error.message === '' ? (error.code ?? error.name) : error.message;
}
