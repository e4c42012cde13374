import type { TimelineEntry } from '../../../models/timeline-entry';

/** A time as it was keyed. */
export interface KeyedTime {
  readonly callSid: string;
  /** Counts the times keyed in one call, from 0; a repeated webhook has the same count. */
  readonly turn: number;
  /** From now, or after the accept from then; null for # alone: as promised, or not known yet. */
  readonly minutes: number | null;
}

/** A time that the crew keys about its job. */
export interface JobTime extends KeyedTime {
  readonly ticketId: number;
}

/** The key of its entry in the timeline. */
export const keyOfTime = ({ callSid, turn }: Omit<KeyedTime, 'minutes'>): string => `time:${callSid}:${turn}`;

/** A moment that stands in the data of an entry, or null. */
export function momentIn({ data }: TimelineEntry, name: string): Date | null {
  const at = data[name];
  return typeof at === 'string' ? new Date(at) : null;
}
