import type { Context } from './context';
import type { CallInfo } from '../domain/call';
import type { Facts } from '../domain/flow';
import type { SpooledReport } from './spool';

/** What was said in a call or a text while the database could not take it. */
export interface Kept {
  readonly kind: SpooledReport['kind'];
  readonly call: Pick<CallInfo, 'sid' | 'phone'>;
  readonly facts: Facts;
  readonly language: string;
  readonly reportNo: number;
  readonly recordingSid: string | null;
  readonly body?: string;
}

/** Puts what was said on the disk until the database is back (`replaySpool`). */
export async function keepForLater(context: Context, { call, facts, ...kept }: Kept): Promise<void> {
  const reportedAt = context.clock.now();
  await context.spool.keep({ ...kept, callSid: call.sid, phone: call.phone, facts: { ...facts }, reportedAt });
  context.log.warn('a report is kept on the disk until the database is back', { kind: kept.kind });
}
