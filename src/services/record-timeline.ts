import { UniqueConstraintError } from 'sequelize';
import { insertRow } from '../../models/sql-values';
import { TimelineEntry } from '../../models/timeline-entry';
import { keyBefore } from '../domain/key-before';
import type { Actor } from '../domain/timeline';
import type { TimelineType } from '../domain/timeline-text';
import type { Context } from './context';

/** Notes what happened to a ticket; call it in the transaction that makes it happen. With a key it is noted only once; false when it was noted before. */
export async function recordTimeline(
  { clock }: Pick<Context, 'clock'>,
  ticketId: number,
  type: TimelineType,
  by: Actor,
  data: Readonly<Record<string, unknown>> = {},
  key: string | null = null,
): Promise<boolean> {
  const who = { byKind: by.kind, byCode: by.code ?? null, byName: by.name ?? null };
  try {
    await insertRow(TimelineEntry, { ticketId, at: clock.now(), type, ...who, data, key });
    return true;
  } catch (error) {
    if (key === null || !(error instanceof UniqueConstraintError)) throw error;
    return false;
  }
}

/** The entry with this key, or null. An older version, which may still run beside this one, writes no keys: its entries are known by what they say. */
export async function entryOf(ticketId: number, key: string): Promise<TimelineEntry | null> {
  const noted = await TimelineEntry.findOne({ where: { ticketId, key } });
  if (noted !== null) return noted;
  const unkeyed = await TimelineEntry.findAll({ where: { ticketId, key: null }, order: [['id', 'ASC']] });
  return unkeyed.find((entry) => keyBefore(entry) === key) ?? null;
}
