import { inTransaction } from '../../../models/database';
import { OutageEvidence } from '../../../models/outage-evidence';
import { OutageWish } from '../../../models/outage-wish';
import { byCaller } from '../../domain/timeline';
import type { Context } from '../context';
import { recordTimeline } from '../record-timeline';

export interface Evidence {
  readonly outageCode: string;
  readonly accountNo: string;
  /** The carrier's id of the call or text, so that each counts once. */
  readonly sourceSid: string;
  readonly answer: OutageEvidence['answer'];
}

/** Keeps what a customer says about their own supply; joins the caller's transaction. True when it was not kept before. */
export async function keepEvidence({ clock }: Pick<Context, 'clock'>, evidence: Evidence): Promise<boolean> {
  const { answer, ...key } = evidence;
  const [row, isNew] = await OutageEvidence.findOrCreate({
    where: key,
    defaults: { ...evidence, at: clock.now() },
  });
  if (!isNew && row.answer !== answer) await row.update({ answer });
  return isNew;
}

/** "Mine is back": keeps that on the outage, and a customer who waited for news of it need not be called or texted. */
export async function notePowerBack(context: Context, evidence: Omit<Evidence, 'answer'>): Promise<void> {
  const { outageCode, accountNo } = evidence;
  await inTransaction(async () => {
    await keepEvidence(context, { ...evidence, answer: 'on' });
    const wish = await OutageWish.findOne({ where: { outageCode, accountNo } });
    if (wish === null) return;
    const done = {
      state: 'done',
      answer: 'on',
      finishedAt: context.clock.now(),
      dueAt: null,
      newsDueAt: null,
    } as const;
    const [ended] = await OutageWish.update(done, { where: { id: wish.id, state: ['waiting', 'due'] } });
    if (ended === 1) await recordTimeline(context, wish.ticketId, 'noted', byCaller, { note: 'power_back' });
  });
}
