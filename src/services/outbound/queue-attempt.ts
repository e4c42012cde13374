import { Attempt } from '../../../models/attempt';
import { insertRow } from '../../../models/sql-values';
import { priorityRank } from '../../domain/attempt-kinds';
import type { Priority } from '../../domain/ticket';
import type { Context } from '../context';

interface Addressed extends Pick<Attempt, 'kind' | 'toPhone' | 'language' | 'ticketId'> {
  /** The priority of the ticket; P0 pages go before all others. */
  readonly priority: Priority;
  /** Now, unless given. */
  readonly dueAt?: Date;
}

type OfPaging = 'personCode' | 'pagingId' | 'level' | 'round' | 'step';

export interface NewCall extends Addressed, Partial<Pick<Attempt, OfPaging | 'callbackId' | 'attemptNo'>> {
  readonly flow: string;
  readonly node: string;
}

export interface NewText extends Addressed {
  readonly body: string;
}

/** Queues an outbound call for the dispatcher; inside the transaction that causes it. */
export function queueCall(context: Context, call: NewCall): Promise<Attempt> {
  context.poke();
  return insertRow(Attempt, rowOf(context, 'call', call));
}

/** As queueCall, for a text. */
export function queueText(context: Context, text: NewText): Promise<Attempt> {
  context.poke();
  return insertRow(Attempt, rowOf(context, 'text', text));
}

/** As queueCall and queueText, for many at once. */
export async function queueAll(context: Context, calls: readonly NewCall[], texts: readonly NewText[]): Promise<void> {
  context.poke();
  const rows = calls.map((call) => rowOf(context, 'call', call));
  await Attempt.bulkCreate([...rows, ...texts.map((text) => rowOf(context, 'text', text))]);
}

function rowOf({ clock }: Context, channel: Attempt['channel'], { priority, ...attempt }: NewCall | NewText) {
  const now = clock.now();
  const rank = priorityRank(attempt.kind, priority);
  return {
    ...attempt,
    channel,
    priorityRank: rank,
    state: 'due',
    dueAt: attempt.dueAt ?? now,
    createdAt: now,
  } as const;
}
