import type { Ticket } from '../../../models/ticket';
import { TimelineEntry } from '../../../models/timeline-entry';
import type { Obstacle } from '../../domain/obstacles';
import { obstacles } from '../../domain/obstacles';

/** The crew's reason for leaving a job, when a supervisor is deciding whether it may wait; null for any other job. */
export async function putOffAsked({ id, state, personCode }: Ticket): Promise<Obstacle | null> {
  if (state !== 'waiting' || personCode === null) return null;
  const entries = await TimelineEntry.findAll({ where: { ticketId: id, type: 'waiting' }, order: [['id', 'ASC']] });
  const { data = {} } = entries.at(-1) ?? {};
  return data['wanted'] === undefined ? null : (obstacles.find((known) => known === data['because']) ?? null);
}
