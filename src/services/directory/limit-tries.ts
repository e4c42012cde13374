import { createHash } from 'node:crypto';
import { Op } from 'sequelize';
import { LimitedTry } from '../../../models/limited-try';
import { insertMissing } from '../../../models/sql-values';
import type { CallInfo } from '../../domain/call';
import type { Rate } from '../../domain/duration';
import type { Context } from '../context';

export interface Try {
  readonly kind: LimitedTry['kind'];
  readonly call: Pick<CallInfo, 'phone'>;
  /** The report that the entry is checked against; '' where there is none yet. */
  readonly subject?: string;
  readonly entry: string;
}

/**
 * Takes down a try of a stranger before it is looked at, and says whether it may be: not when the caller, all who withhold their
 * numbers, or all who tried this report have had what the policy allows (contract section 5, "What a stranger hears"). The
 * same entry twice counts once, so a repeated webhook does too, and of many at once no more get through than one after another.
 */
export async function mayTry(context: Context, made: Try): Promise<boolean> {
  const { perCaller, withheld, perTicket } = context.policy.strangers;
  const now = context.clock.now();
  const { kind, call, subject = '', entry } = made;
  const callerPhone = call.phone ?? '';
  const key = { kind, callerPhone, subject, entryHash: hashOf(entry) };
  await forgetOld(kind, [perCaller, withheld, perTicket], now);
  await insertMissing(
    'limited_tries',
    ['kind', 'caller_phone', 'subject', 'entry_hash', 'at'],
    [{ kind, caller_phone: callerPhone, subject, entry_hash: key.entryHash, at: now }],
  );
  const own = await LimitedTry.findOne({ where: key, rejectOnEmpty: true });
  const ofCaller = call.phone === null ? withheld : perCaller;
  const isWithin = (rate: Rate, where: object) => standsWithin(rate, { ...where, kind }, own.id, now);
  return (await isWithin(ofCaller, { callerPhone })) && (subject === '' || (await isWithin(perTicket, { subject })));
}

/** What was right was no try at guessing. */
export async function wasRight({ kind, call, subject = '', entry }: Try): Promise<void> {
  await LimitedTry.destroy({ where: { kind, callerPhone: call.phone ?? '', subject, entryHash: hashOf(entry) } });
}

/** Whether this row is among the first so many that count now. */
async function standsWithin({ count, per }: Rate, where: object, id: number, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - per);
  return (await LimitedTry.count({ where: { ...where, id: { [Op.lte]: id }, at: { [Op.gt]: since } } })) <= count;
}

async function forgetOld(kind: Try['kind'], rates: readonly Rate[], now: Date): Promise<void> {
  const longest = Math.max(...rates.map(({ per }) => per));
  await LimitedTry.destroy({ where: { kind, at: { [Op.lte]: new Date(now.getTime() - longest) } } });
}

/** So that what was entered does not lie about; the rows are gone within a day. */
const hashOf = (entry: string): string => createHash('sha256').update(entry).digest('base64url');
