import { AsyncLocalStorage } from 'node:async_hooks';
import type { QueryOptions, Sequelize } from 'sequelize';
import { isInTransaction } from './transaction';

/** The answers to what was read for one webhook; null once the webhook is answered. */
interface Reading {
  answers: Map<string, Promise<unknown>> | null;
}

const reading = new AsyncLocalStorage<Reading>();

/** Until `work` calls `end`, a query that it repeats with nothing written in between is sent to the database once. The rows are shared: whoever changes one must save it. */
export function readOnce<T>(work: (end: () => void) => T): T {
  const state: Reading = { answers: new Map() };
  return reading.run(state, () =>
    work(() => {
      state.answers = null;
    }),
  );
}

/** For work that a webhook starts and that goes on after its answer: it reads for itself. */
export const readAfresh = <T>(work: () => T): T => reading.run({ answers: null }, work);

type Ask = (sql: string | { readonly query: string }, options?: QueryOptions) => Promise<unknown>;

/** Lets all queries of this database obey `readOnce`. */
export function shareReads(sequelize: Sequelize): void {
  const ask = sequelize.query.bind(sequelize) as Ask;
  const askOnce: Ask = async (sql, options = {}) => {
    const state = reading.getStore();
    if (!state?.answers) return ask(sql, options);
    const text = typeof sql === 'string' ? sql : sql.query;
    if (/^\s*SELECT\b(?!.*\bFOR UPDATE\b)/is.test(text)) return shared(state.answers, text, options, ask);
    // A write makes outdated what was read before it, and what was read while it ran.
    state.answers.clear();
    return ask(sql, options).finally(() => state.answers?.clear());
  };
  sequelize.query = askOnce as Sequelize['query'];
}

function shared(answers: Map<string, Promise<unknown>>, sql: string, options: QueryOptions, ask: Ask) {
  // A transaction sees its own changes, which nobody else may share yet.
  if (isInTransaction() || 'replacements' in options || 'bind' in options) return ask(sql, options);
  const question = questionOf(sql, options);
  const known = answers.get(question);
  if (known !== undefined) return known;
  const answer = ask(sql, options);
  answers.set(question, answer);
  answer.catch(() => answers.delete(question));
  return answer;
}

/** What tells one query from another: its SQL, and the options that decide whether it gives rows or models, one or all. */
function questionOf(sql: string, options: QueryOptions & { readonly model?: { readonly name: string } }): string {
  const { model, plain, raw, type } = options;
  return [model?.name, plain, raw, type, sql].join(' ');
}
