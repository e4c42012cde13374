import { literal } from 'sequelize';
import { Call } from '../../models/call';
import { valueOfEach } from '../../models/sql-values';

/** What is known of a call besides its nodes. */
export interface CallFacts {
  readonly ticketId?: number;
  readonly personCode?: string;
  readonly accountNo?: string;
}

/** Each fact and its column. */
const columns = { ticketId: 'ticket_id', personCode: 'person_code', accountNo: 'account_no' } as const;

/** Writes what became known of calls, all in one statement; of each fact the last value counts, and facts that are not given stay. */
export async function noteCalls(notes: readonly { readonly sid: string; readonly facts: CallFacts }[]): Promise<void> {
  const known = new Map<string, CallFacts>();
  for (const { sid, facts } of notes) known.set(sid, { ...known.get(sid), ...facts });
  const change = Object.entries(columns).flatMap(([fact, column]) => {
    const values = [...known].flatMap(([sid, facts]) => {
      const value = facts[fact as keyof CallFacts];
      return value === undefined ? [] : [[sid, value] as const];
    });
    return values.length === 0 ? [] : [[fact, literal(valueOfEach('sid', new Map(values), column))] as const];
  });
  if (change.length > 0) await Call.update(Object.fromEntries(change), { where: { sid: [...known.keys()] } });
}
