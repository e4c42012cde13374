import { AsyncLocalStorage } from 'node:async_hooks';
import type { QueryOptions, Sequelize } from 'sequelize';
import { isInTransaction } from './transaction';

/** What was read while one webhook is answered; null once it is. */
interface Reading {
  answers: Map<string, Promise<unknown>> | null;
}

const reading = new AsyncLocalStorage<Reading>();

/** Whatever `work` reads twice with nothing written in between is asked of the database once, until `end` is called. Rows found so are shared: who changes one writes it. */
export function readOnce<T>(work: (end: () => void) => T): T {
  const state: Reading = { answers: new Map() };
  return reading.run(state, () =>
    work(() => {
      state.answers = null;
    }),
  );
}

/** For work that a webhook sets going and that outlives it. */
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
    // What was read before a write is not true after it, nor what was read meanwhile.
    state.answers.clear();
    return ask(sql, options).finally(() => state.answers?.clear());
  };
  sequelize.query = askOnce as Sequelize['query'];
}

function shared(answers: Map<string, Promise<unknown>>, sql: string, options: QueryOptions, ask: Ask) {
  // A transaction sees its own changes.
  if (isInTransaction() || 'replacements' in options || 'bind' in options) return ask(sql, options);
  const question = questionOf(sql, options);
  const known = answers.get(question);
  if (known !== undefined) return known;
  const answer = ask(sql, options);
  answers.set(question, answer);
  answer.catch(() => answers.delete(question));
  return answer;
}

/** The same SQL gives rows or models, one or all, as the options say. */
function questionOf(sql: string, options: QueryOptions & { readonly model?: { readonly name: string } }): string {
  const { model, plain, raw, type } = options;
  return [model?.name, plain, raw, type, sql].join(' ');
}
