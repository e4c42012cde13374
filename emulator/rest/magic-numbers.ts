import { Refusal } from './refusal';

/** Twilio reserves these numbers for tests: each stands for one way in which a call or text is refused, or accepted and not carried. */
const magic = (last: number): string => `+1500555000${last}`;

/** Calls and texts from this number are accepted but go nowhere: no phone rings and no callback comes. */
export const TAKEN_NOT_CARRIED = magic(6);

type Refusals = Readonly<Record<string, readonly [code: number, message: string]>>;

const CALLS_TO: Refusals = {
  [magic(1)]: [21217, 'Phone number does not appear to be valid.'],
  [magic(2)]: [21214, "The 'To' phone number cannot be reached."],
  [magic(3)]: [21215, 'Account not authorized to call this phone number: international permission is missing.'],
  [magic(4)]: [21216, 'Account not allowed to call this phone number: it is blocked.'],
};
const CALLS_FROM: Refusals = { [magic(1)]: [21212, "The 'From' number is not a valid phone number."] };
const TEXTS_TO: Refusals = {
  [magic(1)]: [21211, "The 'To' number is not a valid phone number."],
  [magic(2)]: [21612, "The 'To' phone number is not currently reachable via SMS."],
  [magic(3)]: [21408, "Permission to send an SMS has not been enabled for the region of the 'To' number."],
  [magic(4)]: [21610, 'Attempt to send to unsubscribed recipient: the number is blocked.'],
  [magic(9)]: [21614, "'To' number is not a valid mobile number."],
};
const TEXTS_FROM: Refusals = {
  [magic(1)]: [21212, "The 'From' number is not a valid phone number."],
  [magic(7)]: [21606, "The 'From' phone number is not a valid, SMS-capable number of this account."],
  [magic(8)]: [21611, "This 'From' number has exceeded the maximum number of queued messages."],
};

/** Throws the Refusal that a magic number stands for. */
export function refuseMagic(kind: 'call' | 'text', from: string, to: string): void {
  const [byFrom, byTo] = kind === 'call' ? [CALLS_FROM, CALLS_TO] : [TEXTS_FROM, TEXTS_TO];
  const refusal = byFrom[from] ?? byTo[to];
  if (refusal) throw new Refusal(400, refusal[0], refusal[1]);
}
