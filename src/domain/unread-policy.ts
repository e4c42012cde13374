/**
 * Keys of the policy that nothing reads yet; an operator who sets one in a POLICY_FILE is told that it has no effect. The list
 * may only get shorter (test/house/policy-keys.test.ts).
 */
export const unreadPolicy: readonly string[] = [
  'recording.bridges',
  'sla.intake.pageAfterCall',
  'sla.intake.alarmAfter',
  'paging.grabWithin',
  'paging.bundle.from',
  'paging.bundle.within',
  'stall.after',
  'arrivalCheck.afterDispatch',
  'arrivalCheck.recheckAfter',
  'arrivalCheck.rounds',
  'callback.requiredRate',
  'queue.speakEvery',
  'appointment.confirmBefore',
  'appointment.earlyBy',
  'appointment.lateTolerance',
  'quote.reviewWithin',
  'quote.prepayFromCents',
  'help.answerWithin',
  'medical.recontact',
  'retention.recordings',
  'retention.callLog',
  'retention.tickets',
  'retention.audit',
  'approval.managerFromCents',
  'approval.companyFromCents',
  'vendor.builderOnSite',
  'vendor.builderUpToCents',
  'vendor.callsBeforeLetter',
  'vendor.letterBusinessDays',
  'warranty.a',
  'warranty.b',
  'warranty.c',
  'start.afterPlan',
  'gt.openFor',
  'cutoff.sameDayReturn.issuedBy',
  'cutoff.sameDayReturn.dueBy',
  'cutoff.openList',
  'cutoff.digest',
  'batch.warranty',
  'report.monthlyDay',
  'report.reviewDay',
  'report.financeDay',
  'reconcile.weekday',
  'audit.spotChecksPerWeek',
];

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
