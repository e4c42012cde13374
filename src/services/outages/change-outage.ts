import { inTransaction } from '../../../models/database';
import { Outage } from '../../../models/outage';
import type { Words } from '../../domain/speech';
import { HotlineError } from '../../errors';
import type { Context } from '../context';
import { oweOutageNews } from './tell-outage-news';
import { tellThoseLinked } from './tell-those-linked';
import { endLateTask } from './watch-outages';

export interface OutageChange {
  /** Power is back, so all linked customers are told. */
  readonly state?: 'restored' | undefined;
  readonly cause?: Words | undefined;
  readonly expectedEndAt?: Date | null | undefined;
  readonly nextNewsAt?: Date | null | undefined;
}

/** Changes what is known of an outage, or ends it, with all that must follow, in one transaction. Throws `not_found`, `conflict` when it is restored, `bad_request` for an end before its start. */
export async function changeOutage(context: Context, code: string, change: OutageChange): Promise<Outage> {
  const before = await outageOf(code);
  checkTimes(before.startsAt, change.expectedEndAt ?? null);
  await inTransaction(() => apply(context, code, change));
  context.log.info('outage changed', { outage: code, restored: change.state === 'restored' });
  return outageOf(code);
}

/** Throws `not_found`. */
export async function outageOf(code: string): Promise<Outage> {
  const outage = await Outage.findByPk(code);
  if (outage === null) throw new HotlineError('not_found', 'There is no outage of this code.', { code });
  return outage;
}

/** Throws `bad_request`. */
export function checkTimes(startsAt: Date, expectedEndAt: Date | null): void {
  if (expectedEndAt !== null && expectedEndAt <= startsAt)
    throw new HotlineError('bad_request', 'The expected end is not after the start.', { parameter: 'expectedEndAt' });
}

async function apply(context: Context, code: string, change: OutageChange): Promise<void> {
  const { state, expectedEndAt, nextNewsAt } = change;
  const isTimed = expectedEndAt !== undefined || nextNewsAt !== undefined;
  const [changed] = await Outage.update(
    {
      ...toldIn(change),
      // The state is always written, which locks the row until the commit, so that no wish is added meanwhile.
      ...(state === 'restored' ? { state, restoredAt: context.clock.now() } : { state: 'current' }),
    },
    { where: { code, state: 'current' } },
  );
  if (changed === 0) throw new HotlineError('conflict', 'The outage is restored already.', { code });
  const outage = await Outage.findByPk(code, { rejectOnEmpty: true });
  // With a new time or the end of the outage the desk has nothing to find out any more.
  if (isTimed || state !== undefined) await endLateTask(context, code);
  if (state === 'restored') await tellThoseLinked(context, outage);
  else if (expectedEndAt !== undefined) await oweOutageNews(context, code);
}

const toldIn = ({ cause, expectedEndAt, nextNewsAt }: OutageChange) => ({
  ...(cause !== undefined && { causeZh: cause.zh, causeEn: cause.en }),
  ...(expectedEndAt !== undefined && { expectedEndAt, lateNotedAt: null }),
  ...(nextNewsAt !== undefined && { nextNewsAt, lateNotedAt: null }),
});
