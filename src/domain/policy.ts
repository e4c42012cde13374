import { z } from 'zod';
import { daySpan, duration, optionalSpan, rate, timeOfDay } from './duration';

const { strictObject, string, boolean, array, int, enum: oneOf } = z;
const cents = int().min(0);
const phone = string().regex(/^[\d+]*$/, 'digits only, or empty');
const perPriority = strictObject({ p0: duration, p1: duration, p2: duration, p3: duration });
const several = int().min(1).max(20);

const sla = strictObject({
  arrival: strictObject({
    power: strictObject({ urban: duration, rural: duration, remote: duration, danger: duration, critical: duration }),
    property: strictObject({ p0: duration, p1: duration, p2: duration, p3: duration, cap: duration }),
    matter: duration,
  }),
  restore: strictObject({ power: strictObject({ urban: duration, rural: duration, remote: duration }) }),
  reconnect: duration,
  warnBefore: strictObject({ power: duration, p0: duration, p1: duration, p2: duration, p3: duration }),
  intake: strictObject({ pageAfterCall: duration, alarmAfter: duration }),
});

const paging = strictObject({
  acceptWithin: perPriority,
  supervisorAfter: perPriority,
  grabWithin: duration,
  redialAfter: duration,
  attemptsPerPerson: several,
  fanOut: strictObject({ p0: several, p1: several.default(1), p2: several.default(1), p3: several.default(1) }),
  ringFor: duration,
  listenFor: duration,
  ladderRounds: several,
  bundle: strictObject({ from: int().min(2), within: duration }),
  callsPerSecond: z.number().positive().max(100),
  perNumber: array(rate),
});

const callback = strictObject({
  firstAttemptAfter: duration,
  attempts: several,
  retryAfter: strictObject({ busy: duration, noAnswer: duration }),
  sameDayBy: timeOfDay,
  hardLimit: duration,
  requiredRate: int().min(0).max(100),
});

const cutoff = strictObject({
  sameDayReturn: strictObject({ issuedBy: timeOfDay, dueBy: timeOfDay }),
  openList: timeOfDay,
  digest: timeOfDay,
});

/** What config/policy.yaml and a POLICY_FILE over it may say; durations become milliseconds, times of day minutes after midnight. */
export const policySchema = strictObject({
  service: strictObject({ nameZh: string().min(1), nameEn: string().min(1) }),
  emergency: strictObject({ fire: phone, medical: phone, police: phone, gas: phone }),
  recording: strictObject({ notice: boolean(), bridges: boolean() }),
  hours: strictObject({ day: daySpan, workdays: array(int().min(1).max(7)), holidays: array(z.iso.date()) }),
  quietHours: strictObject({ night: optionalSpan, midday: optionalSpan }),
  sla,
  paging,
  danger: strictObject({ personWithin: duration, checkAfter: duration }),
  defaults: strictObject({ powerTeam: string(), propertyTeam: string() }),
  locate: strictObject({ within: duration }),
  stall: strictObject({ after: duration }),
  arrivalCheck: strictObject({ afterDispatch: duration, recheckAfter: duration, rounds: several }),
  notice: strictObject({
    channels: array(oneOf(['call', 'text'])).min(1),
    waitForEta: duration,
    awakeFor: duration,
  }),
  callback,
  strangers: strictObject({ perCaller: rate, withheld: rate, perTicket: rate }),
  numberCheck: strictObject({ firstAfter: duration, attempts: several }),
  reopen: strictObject({ within: duration }),
  chase: strictObject({ minGap: duration, callbackWithin: duration }),
  queue: strictObject({ maxWait: duration, ringFor: duration, speakEvery: duration }),
  appointment: strictObject({
    confirmBefore: duration,
    earlyBy: duration,
    lateTolerance: duration,
    agreeWithin: duration,
  }),
  quote: strictObject({ reviewWithin: duration, prepayFromCents: cents }),
  help: strictObject({ answerWithin: duration }),
  medical: strictObject({ recontact: duration }),
  crew: strictObject({ pinEvery: duration, lockFor: duration }),
  outage: strictObject({ changeOver: duration, minGap: duration, believedFor: duration }),
  retention: strictObject({ recordings: duration, callLog: duration, tickets: duration, audit: duration }),
  approval: strictObject({ managerFromCents: cents, companyFromCents: cents }),
  vendor: strictObject({
    builderOnSite: duration,
    builderUpToCents: cents,
    callsBeforeLetter: several,
    letterBusinessDays: several,
  }),
  warranty: strictObject({ a: duration, b: duration, c: duration }),
  start: strictObject({ afterPlan: duration }),
  gt: strictObject({ openFor: duration }),
  cutoff,
  batch: strictObject({ warranty: array(timeOfDay) }),
  report: strictObject({
    monthlyDay: z.union([z.literal('last'), int().min(1).max(28)]),
    reviewDay: int().min(1).max(28),
    financeDay: int().min(1).max(28),
  }),
  reconcile: strictObject({ weekday: int().min(1).max(7) }),
  audit: strictObject({ spotChecksPerWeek: int().min(0) }),
});

/** Every number of the rules, read and checked; all durations in milliseconds. */
export type Policy = z.output<typeof policySchema>;

type Branch = Readonly<Record<string, unknown>>;

function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Lays `override` over `base` key by key; lists and single values are replaced whole. */
export function overlay(base: unknown, override: unknown): unknown {
  if (!isBranch(base) || !isBranch(override)) return override;
  const laid = Object.entries(override).map(([key, value]) => [key, overlay(base[key], value)]);
  return { ...base, ...(Object.fromEntries(laid) as Branch) };
}
