import { type Database, isDatabaseUnavailable } from '../../../models/database';
import { accountsCheck } from './accounts-check';
import { credentialsCheck, tokenChangeCheck } from './credentials-check';
import { dataDirCheck } from './data-dir-check';
import { clockCheck, databaseCheck, migrationsCheck } from './database-check';
import { type Check, type ConnectedPatient, error, type Finding, type Patient, type ReadablePatient } from './check';
import { flowsCheck } from './flows-check';
import { numberCheck } from './number-check';
import { outagesCheck } from './outages-check';
import { outboxCheck } from './outbox-check';
import { peopleCheck } from './people-check';
import { policyCheck, readPolicy } from './policy-check';
import { publicUrlCheck } from './public-url-check';
import { deskCheck, rosterCheck } from './roster-check';
import { runtimeCheck } from './runtime-check';
import { spoolCheck } from './spool-check';
import { teamsCheck } from './teams-check';
import { workerCheck } from './worker-check';

/** What one check has found; `skipped` says why it could not look. */
export interface Examined {
  readonly check: string;
  readonly findings: readonly Finding[];
  readonly skipped?: string;
}

type Checks<P extends Patient> = Readonly<Record<string, Check<P>>>;

/** What is looked at, by name and in this order. */
const alone: Checks<Patient> = {
  Node: runtimeCheck,
  policy: policyCheck,
  'flows and prompts': flowsCheck,
  DATA_DIR: dataDirCheck,
  spool: spoolCheck,
  'carrier account': credentialsCheck,
  'the number at the carrier': numberCheck,
  'token change': tokenChangeCheck,
  PUBLIC_BASE_URL: publicUrlCheck,
  database: databaseCheck,
};
const connected: Checks<ConnectedPatient> = { migrations: migrationsCheck, clock: clockCheck };
const onTables: Checks<ReadablePatient> = {
  processes: workerCheck,
  teams: teamsCheck,
  roster: rosterCheck,
  'desk and monitoring': deskCheck,
  people: peopleCheck,
  accounts: accountsCheck,
  outages: outagesCheck,
  'calls and texts to go out': outboxCheck,
};

/** Looks at everything that can be looked at; `open` is called only when the database is there, and what it opens is closed again. */
export async function examine(patient: Patient, open: () => Promise<Database>): Promise<readonly Examined[]> {
  const first = await runAll(alone, patient);
  const found = first.flatMap(({ check, findings }) => (check === 'database' ? findings : []));
  if (found.some(({ severity }) => severity === 'error'))
    return [...first, ...skip({ ...connected, ...onTables }, 'the database cannot be used')];
  const database = await open();
  try {
    return [...first, ...(await examineDatabase({ ...patient, database }))];
  } finally {
    await database.close();
  }
}

async function examineDatabase(patient: ConnectedPatient): Promise<readonly Examined[]> {
  const second = await runAll(connected, patient);
  const { policy } = readPolicy(patient);
  const migrated = second.every(({ check, findings }) => check !== 'migrations' || findings.length === 0);
  if (!migrated) return [...second, ...skip(onTables, 'the database must be migrated first')];
  if (policy === null) return [...second, ...skip(onTables, 'the rules must be mended first')];
  return [...second, ...(await runAll(onTables, { ...patient, policy }))];
}

const skip = (checks: Readonly<Record<string, unknown>>, skipped: string): Examined[] =>
  Object.keys(checks).map((check) => ({ check, findings: [], skipped }));

async function runAll<P extends Patient>(checks: Checks<P>, patient: P): Promise<Examined[]> {
  const examined: Examined[] = [];
  for (const [check, look] of Object.entries(checks))
    examined.push({ check, findings: await runSafely(look, patient) });
  return examined;
}

/** A check that fails is a finding itself: the others go on. */
async function runSafely<P extends Patient>(look: Check<P>, patient: P): Promise<readonly Finding[]> {
  try {
    return await look(patient);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const remedy = isDatabaseUnavailable(cause)
      ? 'The database went away meanwhile: see the check of the database, then run doctor again.'
      : 'Run doctor again; if it stays, report it with this message.';
    return error(`This could not be looked at: ${why}.`, 'Whether it is well is not known.', remedy);
  }
}
