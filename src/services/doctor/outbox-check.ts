import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { RecordingErasure } from '../../../models/recording-erasure';
import type { Clock } from '../../clock';
import { type Check, counted, error, type Finding, type ReadablePatient, warning } from './check';

const minuteMs = 60_000;

/** Calls and texts that should have gone out, and recordings that should be gone. */
export const outboxCheck: Check<ReadablePatient> = async ({ clock }) => [
  ...(await waiting(clock)),
  ...(await stuck(clock)),
  ...(await undeleted(clock)),
];

const ago = (clock: Clock, ms: number): Date => new Date(clock.now().getTime() - ms);

async function waiting(clock: Clock): Promise<Finding[]> {
  const where = {
    state: 'due' as const,
    dueAt: { [Op.lt]: ago(clock, 2 * minuteMs) },
    heldUntil: { [Op.or]: [null, { [Op.lt]: clock.now() }] },
  };
  const count = await Attempt.count({ where });
  if (count === 0) return [];
  return error(
    `Since more than two minutes ${counted(count, 'call or text', 'calls and texts')} should have gone out.`,
    'Crews are not paged and customers not called back in time.',
    'See that a worker runs (check "processes") and that the carrier takes calls (check "carrier account"); in a storm raise paging.callsPerSecond as far as the carrier allows.',
  );
}

async function stuck(clock: Clock): Promise<Finding[]> {
  const count = await Attempt.count({ where: { state: 'sending', leaseUntil: { [Op.lt]: ago(clock, 5 * minuteMs) } } });
  if (count === 0) return [];
  return error(
    `${counted(count, 'call or text', 'calls and texts')} went to the carrier without an answer, and nobody has asked what became of it.`,
    'Whether the crew was rung is not known.',
    'See that a worker runs: it asks the carrier by itself. It is safe to restart it.',
  );
}

async function undeleted(clock: Clock): Promise<Finding[]> {
  const count = await RecordingErasure.count({ where: { createdAt: { [Op.lt]: ago(clock, 24 * 60 * minuteMs) } } });
  if (count === 0) return [];
  return warning(
    `Since more than a day ${counted(count, 'recording')} should have been deleted at the carrier.`,
    'The voice of somebody who asked to be forgotten is still kept.',
    'See that a worker runs and that the carrier answers; it is tried again every minute.',
  );
}
