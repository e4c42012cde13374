import { randomUUID } from 'node:crypto';
import type { Model, ModelStatic, Sequelize } from 'sequelize';
import { Meta } from './meta';
import { readAfresh } from './read-once';
import { afterCommit, beforeCommit, runningTransaction } from './transaction';

/** Rows that rarely change and that every call wants, kept in memory until one of them changes. */

const versionKey = 'remembered.version';
/** How many results are kept at most; then all are dropped. */
const mostKept = 50_000;

interface Thing {
  readonly value: Promise<unknown>;
  isRead: boolean;
}

interface Memory {
  things: Map<string, Thing>;
  /** What the version row said at the last `askForChanges`; null before the first. */
  version: string | null;
}

const memories = new WeakMap<Sequelize, Memory>();
/** Transactions that have changed something: nobody else may use yet what they read. */
const changing = new WeakSet<object>();

function memory(): Memory {
  const { sequelize } = Meta;
  if (!sequelize) throw new Error('No database is open.');
  const known = memories.get(sequelize) ?? { things: new Map(), version: null };
  memories.set(sequelize, known);
  return known;
}

/** Remembers under another name something that was read along. */
export type Also = (name: string, value: unknown) => void;

/** The result of `read`, kept until one of the tables given to `noteChanges` changes: this process then reads again at once, others after their next `askForChanges`. */
export function remembered<T>(name: string, read: (also: Also) => Promise<T>): Promise<T> {
  const transaction = runningTransaction();
  if (transaction !== null && changing.has(transaction)) return read(() => undefined);
  const { things } = memory();
  const known = things.get(name);
  if (known?.isRead || (known && transaction === null)) return known.value as Promise<T>;
  // Into the memory that was taken before the read: a change during the read has replaced that memory as a whole.
  const along: Also = (other, value) => things.set(other, { value: Promise.resolve(value), isRead: true });
  // Not from what this webhook has read before: that may be older than the change that emptied this memory.
  const reading = readAfresh(() => read(along));
  // A read outside may be waiting for the connection that this transaction holds, so the transaction reads for itself.
  if (known === undefined) remember(things, name, reading);
  return reading;
}

function remember(things: Memory['things'], name: string, value: Promise<unknown>): void {
  if (things.size >= mostKept) things.clear();
  const thing = { value, isRead: false };
  things.set(name, thing);
  value.then(
    () => (thing.isRead = true),
    // A read that failed is not kept.
    () => things.delete(name),
  );
}

/** Forgets what was remembered in this process: one thing by its name, or everything. */
export function forgetRemembered(name?: string): void {
  if (name === undefined) memory().things = new Map();
  else memory().things.delete(name);
}

/** Finds out whether another process has changed something, and forgets what was remembered then. */
export async function askForChanges(): Promise<void> {
  const version = (await Meta.findByPk(versionKey))?.value ?? '';
  const known = memory();
  if (known.version !== version) forgetRemembered();
  known.version = version;
}

/** From now on every change of these tables through their models ends what was remembered, in all processes. */
export function noteChanges(models: readonly ModelStatic<Model>[]): void {
  for (const model of models) {
    for (const hook of ['afterUpsert', 'afterDestroy', 'afterBulkCreate', 'afterBulkDestroy'] as const)
      model.addHook(hook, noteChange);
    model.addHook('afterSave', (_row, { fields = [] }) => noteChangeOf(fields.map(String)));
    model.addHook('afterBulkUpdate', (options) => noteChangeOf(Object.keys(attributesOf(options))));
  }
}

/** The new values of a bulk update, which Sequelize hands to the hook and does not declare. */
const attributesOf = (options: object): object => (options as { readonly attributes?: object }).attributes ?? {};

/** PINs and their tries are never remembered (`knownPeople`), so a change of them alone ends nothing. */
const noteChangeOf = async (fields: readonly string[]): Promise<void> => {
  if (!fields.every((field) => field.startsWith('pin'))) await noteChange();
};

/** Ends what was remembered, in all processes: for changes that go past the models. */
export async function noteChange(): Promise<void> {
  const transaction = runningTransaction();
  if (transaction !== null && changing.has(transaction)) return;
  if (transaction !== null) changing.add(transaction);
  await beforeCommit(() => Meta.upsert({ key: versionKey, value: randomUUID() }));
  afterCommit(() => {
    forgetRemembered();
  });
}
