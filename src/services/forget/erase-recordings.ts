import { Op } from 'sequelize';
import { RecordingErasure } from '../../../models/recording-erasure';
import { isHotlineError } from '../../errors';
import type { Context } from '../context';

const batch = 50;
const againAfterMs = 60_000;

/** Notes recordings that the carrier must delete; call it in the transaction that forgets them. A recording that is noted already stays so. */
export async function eraseLater(sids: readonly string[], now: Date): Promise<void> {
  const rows = sids.map((sid) => ({ sid, createdAt: now, dueAt: now }));
  await RecordingErasure.bulkCreate(rows, { ignoreDuplicates: true });
}

/** Has the carrier delete the noted recordings; those that fail are tried again later. Returns how many were deleted. */
export async function eraseRecordings(context: Pick<Context, 'clock' | 'carrier' | 'log'>): Promise<number> {
  const now = context.clock.now();
  const due = await RecordingErasure.findAll({
    where: { dueAt: { [Op.lte]: now } },
    order: [['id', 'ASC']],
    limit: batch,
  });
  let gone = 0;
  for (const erasure of due) if (await erased(context, erasure)) gone += 1;
  if (gone > 0) context.log.info('recordings were deleted at the carrier', { count: gone });
  return gone;
}

async function erased(
  { clock, carrier, log }: Parameters<typeof eraseRecordings>[0],
  erasure: RecordingErasure,
): Promise<boolean> {
  const { id, sid, attempts } = erasure;
  try {
    await carrier.deleteRecording(sid);
  } catch (error) {
    if (!isHotlineError(error)) throw error;
    const dueAt = new Date(clock.now().getTime() + againAfterMs);
    await RecordingErasure.update({ attempts: attempts + 1, dueAt }, { where: { id } });
    log.warn('a recording could not be deleted at the carrier yet', { recording: sid, error });
    return false;
  }
  await RecordingErasure.destroy({ where: { id } });
  return true;
}
