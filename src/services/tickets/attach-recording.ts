import { Recording } from '../../../models/recording';
import type { Context } from '../context';

export interface HeardRecording {
  /** The carrier's id. */
  readonly sid: string;
  readonly callSid: string;
  readonly ticketId: number;
  readonly purpose: 'place' | 'addition';
}

/** Joins what a caller recorded to a ticket, whether the carrier has told us of it yet or not; false when it was joined before. */
export async function attachRecording({ clock }: Pick<Context, 'clock'>, heard: HeardRecording): Promise<boolean> {
  const { sid, ticketId, purpose } = heard;
  const [, isNew] = await Recording.findOrCreate({
    where: { sid },
    defaults: { ...heard, seconds: null, state: 'expected', createdAt: clock.now() },
  });
  if (isNew) return true;
  const [joined] = await Recording.update({ ticketId, purpose }, { where: { sid, ticketId: null } });
  return joined === 1;
}
