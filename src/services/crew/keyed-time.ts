import { TimelineEntry } from '../../../models/timeline-entry';

/** A time as it was keyed: the natural key of its entry in the timeline. */
export interface KeyedTime {
  readonly callSid: string;
  /** Counts the times keyed in one call from 0; a repeated webhook has the same. */
  readonly turn: number;
}

/** The entry of a time that was keyed before; undefined when this is the first. */
export async function keyedBefore(ticketId: number, { callSid, turn }: KeyedTime): Promise<TimelineEntry | undefined> {
  const entries = await TimelineEntry.findAll({ where: { ticketId, type: 'eta_changed' } });
  return entries.find(({ data }) => data['callSid'] === callSid && data['turn'] === turn);
}

/** A moment that stands in the data of an entry, or null. */
export function momentIn({ data }: TimelineEntry, name: string): Date | null {
  const at = data[name];
  return typeof at === 'string' ? new Date(at) : null;
}
