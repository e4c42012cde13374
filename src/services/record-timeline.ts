import { TimelineEntry } from '../../models/timeline-entry';
import type { Actor, TimelineType } from '../domain/timeline';
import type { Context } from './context';

/** Notes what happened to a ticket; call it in the transaction that makes it happen. */
export async function recordTimeline(
  { clock }: Pick<Context, 'clock'>,
  ticketId: number,
  type: TimelineType,
  by: Actor,
  data: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await TimelineEntry.create({
    ticketId,
    at: clock.now(),
    type,
    byKind: by.kind,
    byCode: by.code ?? null,
    byName: by.name ?? null,
    data,
  });
}
