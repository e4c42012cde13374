import { inTransaction } from '../../../models/database';
import { OptOut } from '../../../models/opt-out';
import { Recording } from '../../../models/recording';
import { HotlineError } from '../../errors';
import { toE164 } from '../../phone-number';
import { type Answerable, audit } from '../access/audit';
import type { Context } from '../context';
import { eraseLater } from './erase-recordings';
import { phoneHash } from '../directory/phone-hash';
import { obstacles } from './obstacles';
import { endWhatWaits, forgetAccounts, forgetCalls, forgetReports, forgetTasks } from './rows';
import { isOnFile, scrubEverywhere } from './scrub';
import { findTraces, type Traces } from './traces';

type Forgetting = Pick<Context, 'clock' | 'settings'>;

/** How much was erased, or would be. */
export type Forgotten = ReturnType<typeof sizesOf>;

export interface ForgetPlan extends Forgotten {
  /** Why the person cannot be forgotten now, each with what to do; empty when nothing is in the way. */
  readonly obstacles: readonly string[];
}

/** What forgetting this number would do. Throws `bad_request` for what is no number. */
export async function planToForget(context: Forgetting, typed: string): Promise<ForgetPlan> {
  const traces = await findTraces(await phoneOf(context, typed));
  return { ...sizesOf(traces), obstacles: await obstacles(context, traces) };
}

const sizesOf = ({ tickets, callSids, recordingSids, accountNos }: Traces) => ({
  reports: tickets.length,
  calls: callSids.length,
  recordings: recordingSids.length,
  accounts: accountNos.length,
});

/**
 * Erases the owner of a number from every table, all or nothing, and notes in the audit trail that it was done, not for
 * whom. The carrier is to delete their recordings; an opt-out of texts stays as a keyed hash. Harmless when repeated.
 * Throws `conflict` with `details.obstacles`, `bad_request` for what is no number.
 */
export async function forgetPerson(context: Forgetting, typed: string, by: Answerable): Promise<Forgotten> {
  const phone = await phoneOf(context, typed);
  return inTransaction(async () => {
    const traces = await findTraces(phone);
    const against = await obstacles(context, traces);
    if (against.length > 0) throw new HotlineError('conflict', against.join('\n'), { obstacles: against });
    await eraseRows(context, traces);
    const forgotten = sizesOf(traces);
    await audit(context, by, 'person_forgotten', { ...forgotten });
    return forgotten;
  });
}

async function eraseRows({ clock }: Forgetting, traces: Traces): Promise<void> {
  const now = clock.now();
  const { phone, recordingSids } = traces;
  await endWhatWaits(traces, now);
  await eraseLater(recordingSids, now);
  await Recording.destroy({ where: { sid: [...recordingSids] } });
  await forgetTasks(traces, now);
  await forgetReports(traces);
  await forgetCalls(traces);
  await forgetAccounts(traces);
  if ((await OptOut.count({ where: { phone } })) > 0)
    await OptOut.update({ phone: await phoneHash(phone) }, { where: { phone } });
  await scrubEverywhere(phone);
}

/** The number as E.164, refused when it may be mistyped; a number that no country has is accepted only if it is on file. */
async function phoneOf({ settings }: Forgetting, typed: string): Promise<string> {
  const phone = toE164(typed, settings.hotlineNumber);
  if (phone !== null) return phone;
  if (/^\+\d{7,15}$/.test(typed) && (await isOnFile(typed))) return typed;
  throw new HotlineError('bad_request', 'This is no phone number: give it as +8613800000001.');
}
