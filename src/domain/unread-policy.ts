/**
 * Keys of the policy that nothing reads yet; an operator who sets one in a POLICY_FILE is told that it has no effect. The list
 * may only get shorter (test/house/policy-keys.test.ts).
 */
const unread = {
  recording: ['bridges'],
  'sla.intake': ['pageAfterCall', 'alarmAfter'],
  paging: ['grabWithin'],
  'paging.bundle': ['from', 'within'],
  stall: ['after'],
  arrivalCheck: ['afterDispatch', 'recheckAfter', 'rounds'],
  callback: ['requiredRate'],
  queue: ['speakEvery'],
  appointment: ['confirmBefore', 'earlyBy', 'lateTolerance'],
  quote: ['reviewWithin', 'prepayFromCents'],
  help: ['answerWithin'],
  medical: ['recontact'],
  retention: ['recordings', 'callLog', 'tickets', 'audit'],
  approval: ['managerFromCents', 'companyFromCents'],
  vendor: ['builderOnSite', 'builderUpToCents', 'callsBeforeLetter', 'letterBusinessDays'],
  warranty: ['a', 'b', 'c'],
  start: ['afterPlan'],
  gt: ['openFor'],
  'cutoff.sameDayReturn': ['issuedBy', 'dueBy'],
  cutoff: ['openList', 'digest'],
  batch: ['warranty'],
  report: ['monthlyDay', 'reviewDay', 'financeDay'],
  reconcile: ['weekday'],
  audit: ['spotChecksPerWeek'],
};

export const unreadPolicy: readonly string[] = Object.entries(unread).flatMap(([branch, keys]) =>
  keys.map((key) => `${branch}.${key}`),
);

/** Of the keys that an override sets, those that nothing reads, as paths: `help.answerWithin`. */
export function unreadIn(override: unknown): string[] {
  return unreadPolicy.filter((path) => isSet(override, path.split('.')));
}

function isSet(value: unknown, [key, ...deeper]: readonly string[]): boolean {
  if (key === undefined) return true;
  return typeof value === 'object' && value !== null && key in value
    ? isSet((value as Readonly<Record<string, unknown>>)[key], deeper)
    : false;
}
