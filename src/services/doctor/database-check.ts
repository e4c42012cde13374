import { access, constants } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { pendingMigrations } from '../../../models/migrate';
import { probeHosts, type ProbedHost } from '../../../models/mysql-probe';
import { clockAhead, mostApartMs } from '../worker/watch-clock';
import { type Check, type ConnectedPatient, counted, error, type Finding, listed, warning } from './check';

const oldest = { mariadb: [10, 6], mysql: [8, 0] } as const;

/** The database of DATABASE_URL: the file, or every host by itself. */
export const databaseCheck: Check = ({ config }) =>
  config.databaseUrl.startsWith('sqlite:') ? examineFile(config.databaseUrl) : examineHosts(config.databaseUrl);

async function examineFile(url: string): Promise<Finding[]> {
  const given = url.slice('sqlite:'.length);
  const path = isAbsolute(given) ? given : resolve(given);
  const failure = await access(path, constants.R_OK | constants.W_OK).then(
    () => null,
    (cause: unknown) => cause as NodeJS.ErrnoException,
  );
  if (failure === null) return [];
  const missing = failure.code === 'ENOENT';
  return error(
    missing
      ? `There is no database yet: ${path} is not there.`
      : `The database ${path} cannot be opened: ${failure.message}.`,
    'No report can be saved.',
    missing
      ? 'npx faultline migrate makes it, and so does the first npm start; or set DATABASE_URL to where it is.'
      : 'Give the file and its folder to the user of the service (chown), or set DATABASE_URL.',
  );
}

async function examineHosts(url: string): Promise<Finding[]> {
  const hosts = await probeHosts(url);
  const dead = hosts.filter(({ problem }) => problem !== null);
  return [...deadHosts(hosts.length, dead), ...hosts.flatMap(tooOld)];
}

function deadHosts(count: number, dead: readonly ProbedHost[]): Finding[] {
  if (dead.length === 0) return [];
  const told = listed(dead.map(({ host, problem }) => `${host} (${problem ?? ''})`));
  if (dead.length === count) {
    return error(
      `The database cannot be used: ${told}.`,
      'Callers are put through to a person and their reports wait in the spool; nobody is paged.',
      'Start the database; or correct host, port, user, password and name in DATABASE_URL (CREATE DATABASE and GRANT if it is new).',
    );
  }
  return warning(
    `${dead.length} of ${count} database hosts cannot be used: ${told}.`,
    'The hotline works on with the others; with the next one lost it may stand still.',
    'Bring the host back, or take it out of DATABASE_URL.',
  );
}

function tooOld({ host, version }: ProbedHost): Finding[] {
  if (version === null) return [];
  const kind = /mariadb/i.test(version) ? 'mariadb' : 'mysql';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [needMajor, needMinor] = oldest[kind];
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return [];
  return error(
    `The database on ${host} is ${version}, older than ${needMajor}.${needMinor}.`,
    'Statements of the hotline may fail in the middle of a call.',
    'Upgrade to MariaDB 10.6 or MySQL 8 or later.',
  );
}

/** Whether the tables are those of this version. */
export const migrationsCheck: Check<ConnectedPatient> = async ({ database }) => {
  const pending = await pendingMigrations(database);
  if (pending.length === 0) return [];
  return error(
    `The database has not seen ${counted(pending.length, 'migration')}: ${listed(pending)}.`,
    'A service of this version fails where it needs them, and /readyz answers 503.',
    'Make a backup, then npx faultline migrate; it may run while the service does.',
  );
};

/** This machine's clock against the database's. */
export const clockCheck: Check<ConnectedPatient> = async ({ clock, database }) => {
  const ahead = await clockAhead(clock, () => database.now());
  if (Math.abs(ahead) <= mostApartMs) return [];
  const seconds = Math.round(Math.abs(ahead) / 1000);
  return error(
    `This machine's clock is ${seconds} s ${ahead > 0 ? 'behind' : 'ahead of'} the database's.`,
    'Deadlines, pages and promised times are wrong by as much, and several processes disagree about what is due.',
    'Keep both machines on time: timedatectl set-ntp true (or chrony) here and on the database server.',
  );
};
