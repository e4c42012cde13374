import { Op, type WhereOptions } from 'sequelize';
import type { z } from 'zod';
import * as answer from './answers';
import { ofTicket, type Page, readCursor, writeCursor } from './list-page';
import { type OwedCall, type OwedCallKind, owedCallKinds, owedCallStates } from './owed-call';
import { owedCallRows } from './owed-call-rows';
import type { callbacksQuery } from './queries';
import { type Naming, readNames } from './read-names';

/** A call that we owe a customer, and what became of it; `id` is that of the call's row among the rows of its kind. */
export type PresentedCallback = z.output<typeof answer.callback>;

/** The calls of every kind that we owe customers or have made, the newest first. Throws `not_found` for an unknown ticket, `bad_request` for a foreign cursor. */
export async function listCallbacks(
  naming: Naming,
  query: z.output<typeof callbacksQuery>,
): Promise<Page<PresentedCallback>> {
  const { limit, kind = owedCallKinds, state = owedCallStates } = query;
  const last = query.cursor === undefined ? null : placeOf(query.cursor);
  const wanted = await ofTicket(query.ticket);
  const found = await Promise.all(
    kind.map((one) => owedCallRows[one](state, { where: { [Op.and]: [wanted, after(one, last)] }, limit: limit + 1 })),
  );
  const calls = found
    .flat()
    .sort(newestFirst)
    .slice(0, limit + 1);
  const items = calls.slice(0, limit);
  const end = calls.length > limit ? items.at(-1) : undefined;
  const nextCursor = end === undefined ? null : writeCursor(end.createdAt, `${end.kind}/${end.id}`);
  return { nextCursor, items: await presentCallbacks(naming, items) };
}

type Place = Pick<OwedCall, 'createdAt' | 'kind' | 'id'>;

const rank = ({ kind }: Pick<Place, 'kind'>): number => owedCallKinds.indexOf(kind);

const newestFirst = (one: Place, other: Place): number =>
  other.createdAt.getTime() - one.createdAt.getTime() || rank(one) - rank(other) || other.id - one.id;

function placeOf(cursor: string): Place {
  const { at: createdAt, key } = readCursor(cursor);
  const [name, id] = key.split('/');
  const kind = owedCallKinds.find((one) => one === name) ?? owedCallKinds[0];
  return { createdAt, kind, id: Number(id) || 0 };
}

/** The condition for the calls of one kind that come after a place in the list of all kinds. */
function after(kind: OwedCallKind, last: Place | null): WhereOptions {
  if (last === null) return {};
  const older = { createdAt: { [Op.lt]: last.createdAt } };
  if (kind === last.kind) return { [Op.or]: [older, { createdAt: last.createdAt, id: { [Op.lt]: last.id } }] };
  return rank({ kind }) < rank(last) ? older : { createdAt: { [Op.lte]: last.createdAt } };
}

/** All calls of one ticket, the oldest first. */
export async function callbacksOfTicket(naming: Naming, ticketId: number, limit: number): Promise<PresentedCallback[]> {
  const slice = { where: { ticketId }, limit };
  const found = await Promise.all(owedCallKinds.map((kind) => owedCallRows[kind](owedCallStates, slice)));
  return presentCallbacks(naming, found.flat().sort(newestFirst).slice(0, limit).reverse());
}

async function presentCallbacks(naming: Naming, calls: readonly OwedCall[]): Promise<PresentedCallback[]> {
  const names = await readNames(naming, calls);
  return calls.map((call) => answer.shown(answer.callback, { ...call, ticket: names.ticketNumber(call.ticketId) }));
}
