import type { Ticket } from '../../../models/ticket';
import { TimelineEntry } from '../../../models/timeline-entry';
import type { Obstacle } from '../../domain/obstacles';
import { obstacles } from '../../domain/obstacles';

/** What the crew said of a job that a supervisor now decides about; null when it is not such a one. */
export async function putOffAsked({ id, state, personCode }: Ticket): Promise<Obstacle | null> {
  if (state !== 'waiting' || personCode === null) return null;
  const entries = await TimelineEntry.findAll({ where: { ticketId: id, type: 'waiting' }, order: [['id', 'ASC']] });
  const { data = {} } = entries.at(-1) ?? {};
  return data['wanted'] === undefined ? null : (obstacles.find((known) => known === data['because']) ?? null);
}
