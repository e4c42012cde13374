import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import { applyTextReport, type TextStatus } from '../../domain/attempt-status';
import type { Context } from '../context';
import { doneSimply } from './done-simply';
import { optOut } from './opt-out';
import { lockPlaced } from './record-placed';

export interface TextReport {
  readonly messageSid: string;
  readonly status: TextStatus;
  readonly errorCode: string | null;
}

/** Records what the carrier reports about a text that we sent; idempotent, and a final state stays. Unknown attempts are ignored. */
export async function recordTextStatus(context: Context, attemptId: number, report: TextReport): Promise<void> {
  if (await doneSimply(() => isKnown(attemptId, report))) return;
  await inTransaction(async () => {
    const seen = await Attempt.findByPk(attemptId);
    if (seen?.channel !== 'text') return;
    // The report may come before the carrier's answer to our request.
    const attempt = await lockPlaced(context, seen, report.messageSid);
    await record(context, attempt, report);
    if (report.errorCode === optedOutCode) await optOut(context, attempt.toPhone, 'carrier');
  });
}

/** Most texts are reported several times in the state that they are in. */
async function isKnown(attemptId: number, { status, errorCode }: TextReport): Promise<boolean> {
  const seen = await Attempt.findByPk(attemptId);
  if (seen?.channel !== 'text') return true;
  const saysWhy = errorCode !== null && errorCode !== seen.errorCode;
  return seen.sentAt !== null && !saysWhy && applyTextReport(seen.get(), status).state === seen.state;
}

/** The carrier's error code for a number that sent STOP. */
const optedOutCode = '21610';

async function record({ clock }: Context, attempt: Attempt, report: TextReport): Promise<void> {
  const next = applyTextReport(attempt.get(), report.status);
  const now = clock.now();
  await attempt.update({
    ...next,
    errorCode: attempt.errorCode ?? report.errorCode,
    ...(next.state === 'ended' && { endedAt: attempt.endedAt ?? now, leaseUntil: null }),
  });
}
