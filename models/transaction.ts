import { AsyncLocalStorage } from 'node:async_hooks';
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ConnectionRefusedError, Sequelize, type Transaction } from 'sequelize';
import { HotlineError } from '../src/errors';
import { isConnectionLost, isDatabaseUnavailable, isPassing } from './database-errors';
import { Meta } from './meta';

const MOST_TRIES = 8;
/** How often a connection that is refused, or lost before the commit, is replaced; after that the database counts as down. */
const MOST_LOSSES = 2;

/** The transaction of this flow of control; null once it has ended, for work that was left behind in it. */
interface Running {
  transaction: Transaction | null;
  readonly lastWrites: Write[];
  readonly effects: Effect[];
}

type Write = () => Promise<unknown>;

/** What happens outside the database; it deals with its own failures. */
type Effect = () => void | Promise<void>;

const running = new AsyncLocalStorage<Running>();

// Sequelize asks this for the transaction of every query that names none.
Sequelize.useCLS({
  get: () => running.getStore()?.transaction,
  set: () => undefined,
  run: (work: (context: unknown) => unknown) => work({}),
  bind: (work: unknown) => work,
});

/**
 * Runs `work` in one transaction that all queries inside join by themselves; a call inside another joins the outer one.
 * The whole body runs again after a deadlock, a lock wait or a lost connection, so what it does outside the database goes through `afterCommit`.
 * Throws `database_unavailable` when the database cannot be used; `details.outcome` is `unknown` if that struck the commit.
 */
export async function inTransaction<T>(work: () => Promise<T>): Promise<T> {
  if (running.getStore()?.transaction) return work();
  const failures: unknown[] = [];
  for (;;) {
    try {
      return await runOnce(work);
    } catch (error) {
      failures.push(error);
      if (!mayTryAgain(failures)) throw translated(error);
    }
    await pause(randomInt(1, 5 * 2 ** failures.length));
  }
}

/** Does something outside the database once the outermost transaction is committed, never for a try that was undone; at once where there is none. */
export function afterCommit(effect: Effect): void {
  const state = running.getStore();
  if (state?.transaction) state.effects.push(effect);
  else void effect();
}

/** Writes as the last thing before the commit, so that a row which many change is not locked while a long transaction goes on; at once where there is none. */
export async function beforeCommit(write: Write): Promise<void> {
  const state = running.getStore();
  if (state?.transaction) state.lastWrites.push(write);
  else await write();
}

/** The transaction of this flow of control; null where there is none. */
export const runningTransaction = (): Transaction | null => running.getStore()?.transaction ?? null;

/** Whether a transaction is open in this flow of control: the work in it may run again, so nobody outside may be asked anything. */
export const isInTransaction = (): boolean => runningTransaction() !== null;

const isLost = (error: unknown) => isConnectionLost(error) || error instanceof ConnectionRefusedError;

function mayTryAgain(failures: readonly unknown[]): boolean {
  const last = failures.at(-1);
  if (isPassing(last)) return failures.length < MOST_TRIES;
  return isLost(last) && failures.filter(isLost).length <= MOST_LOSSES;
}

/** The commit was sent and no answer came: the work may be in the database or not. */
class CommitLost extends Error {
  constructor(override readonly cause: unknown) {
    super('The connection was lost during a commit.');
  }
}

async function runOnce<T>(work: () => Promise<T>): Promise<T> {
  const { sequelize } = Meta;
  if (!sequelize) throw new Error('No database is open.');
  const transaction = await sequelize.transaction();
  const state: Running = { transaction, lastWrites: [], effects: [] };
  let result: T;
  try {
    result = await running.run(state, async () => {
      const done = await work();
      for (const write of state.lastWrites) await write();
      return done;
    });
  } catch (error) {
    state.transaction = null;
    await undo(transaction, error);
    throw error;
  }
  state.transaction = null;
  await commit(transaction);
  for (const effect of state.effects) await effect();
  return result;
}

async function commit(transaction: Transaction): Promise<void> {
  try {
    await transaction.commit();
  } catch (error) {
    throw isConnectionLost(error) ? new CommitLost(error) : error;
  }
}

async function undo(transaction: Transaction, because: unknown): Promise<void> {
  // Sequelize itself rolls back after a deadlock.
  if ((transaction as { finished?: string }).finished === 'rollback') return;
  try {
    await transaction.rollback();
  } catch (error) {
    // A lost connection rolls back by itself; the first error says more than this one.
    if (!isConnectionLost(because) && !isDatabaseUnavailable(error)) throw error;
  }
}

function translated(error: unknown): unknown {
  if (error instanceof CommitLost) {
    return new HotlineError('database_unavailable', error.message, { outcome: 'unknown' }, { cause: error.cause });
  }
  if (!isDatabaseUnavailable(error) || error instanceof HotlineError) return error;
  return new HotlineError('database_unavailable', 'The database cannot be used now.', {}, { cause: error });
}
