import type { CreationAttributes } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { priorityRank, type AttemptKind } from '../../domain/attempt-kinds';
import type { Priority } from '../../domain/ticket';
import type { Context } from '../context';

interface Addressed {
  readonly kind: AttemptKind;
  readonly toPhone: string;
  readonly language: string;
  /** The priority of the ticket; P0 pages go before all others. */
  readonly priority: Priority;
  readonly ticketId: number | null;
  /** Now, unless given. */
  readonly dueAt?: Date;
}

export interface NewCall extends Addressed {
  readonly flow: string;
  readonly node: string;
  readonly personCode?: string;
  readonly pagingId?: number;
  readonly callbackId?: number;
  readonly level?: number;
  readonly round?: number;
  readonly step?: number;
  readonly attemptNo?: number;
}

export interface NewText extends Addressed {
  readonly body: string;
}

/** Queues an outbound call for the dispatcher; inside the transaction that causes it. */
export function queueCall(context: Context, { priority, ...call }: NewCall): Promise<Attempt> {
  return queue(context, { ...call, channel: 'call', priorityRank: priorityRank(call.kind, priority) });
}

/** As queueCall, for a text. */
export function queueText(context: Context, { priority, ...text }: NewText): Promise<Attempt> {
  return queue(context, { ...text, channel: 'text', priorityRank: priorityRank(text.kind, priority) });
}

/** As queueCall and queueText, for many at once. */
export async function queueAll(context: Context, calls: readonly NewCall[], texts: readonly NewText[]): Promise<void> {
  const rows: Row[] = [
    ...calls.map(({ priority, ...call }): Row => {
      return { ...call, channel: 'call', priorityRank: priorityRank(call.kind, priority) };
    }),
    ...texts.map(({ priority, ...text }): Row => {
      return { ...text, channel: 'text', priorityRank: priorityRank(text.kind, priority) };
    }),
  ];
  const now = context.clock.now();
  context.poke();
  await Attempt.bulkCreate(rows.map((row) => ({ ...row, state: 'due', dueAt: row.dueAt ?? now, createdAt: now })));
}

type Row = Omit<CreationAttributes<Attempt>, 'state' | 'createdAt' | 'dueAt'> & { dueAt?: Date };

function queue({ clock, poke }: Context, row: Row): Promise<Attempt> {
  const now = clock.now();
  poke();
  return Attempt.create({ ...row, state: 'due', dueAt: row.dueAt ?? now, createdAt: now });
}
