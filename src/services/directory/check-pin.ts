import { createHash } from 'node:crypto';
import { literal, Op } from 'sequelize';
import { afterCommit, inTransaction } from '../../../models/database';
import { Person } from '../../../models/person';
import { lockAfterFailure, pinNeed } from '../../domain/pin';
import type { Context } from '../context';
import { pinMatches } from './pin-hash';

export interface PinEntry {
  readonly personCode: string;
  readonly pin: string;
  readonly callSid: string;
  /** Counts the entries of this call; call, count and PIN together are the natural key of a wrong entry. */
  readonly tryNo: number;
  /** Whether the call comes from the person's own number; only then the PIN counts for `crew.pinEvery`. */
  readonly fromOwnNumber: boolean;
}

export type PinCheck = 'right' | 'wrong' | 'locked' | 'unknown';

/** Checks a PIN; three wrong ones in a row lock the person for `crew.lockFor`, whichever calls they came from. */
export async function checkPin(context: Context, entry: PinEntry): Promise<PinCheck> {
  const person = await Person.findByPk(entry.personCode);
  if (person === null) return 'unknown';
  const now = context.clock.now();
  if (pinNeed(context.policy.crew, person, entry.fromOwnNumber, now) === 'locked') return 'locked';
  if (!(await pinMatches(entry.pin, person.pinHash))) return inTransaction(() => countFailure(context, entry, now));
  await passed(entry, now);
  return 'right';
}

async function passed({ personCode, fromOwnNumber }: PinEntry, now: Date): Promise<void> {
  const open = { pinFailures: 0, ...(fromOwnNumber && { pinPassedAt: now }) };
  await Person.update(open, { where: { code: personCode } });
}

/** The natural key of a wrong entry: the same key again is a repeated webhook, while another PIN is another guess. */
function failureOf({ callSid, tryNo, pin }: PinEntry): string {
  return createHash('sha256').update(`${callSid}.${tryNo}.${pin}`).digest('hex');
}

async function countFailure(context: Context, entry: PinEntry, now: Date): Promise<PinCheck> {
  const failure = failureOf(entry);
  const isNew = { [Op.or]: [{ pinLastFailure: null }, { pinLastFailure: { [Op.ne]: failure } }] };
  const counted = { pinFailures: literal('pin_failures + 1'), pinLastFailure: failure };
  const [count] = await Person.update(counted, { where: { code: entry.personCode, ...isNew } });
  const person = await Person.findByPk(entry.personCode);
  if (person === null) return 'unknown';
  const until = lockAfterFailure(context.policy.crew, person.pinFailures, now);
  if (count === 1 && until !== null) {
    await person.update({ pinLockedUntil: until, pinFailures: 0 });
    afterCommit(() => {
      context.log.warn('a PIN was entered wrongly too often', { person: person.code, callSid: entry.callSid });
    });
    return 'locked';
  }
  return person.pinLockedUntil !== null && now < person.pinLockedUntil ? 'locked' : 'wrong';
}
