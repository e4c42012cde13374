import type { Policy } from './policy';
import { policyKey, profileOf, type Category, type Priority, type Responsibility, type TicketKind } from './ticket';

type Sla = Policy['sla'];

/** `estate` is the class of property regions; power work there, or in no known region, gets the strictest time. */
export type RegionClass = 'urban' | 'rural' | 'remote' | 'estate';

/** What decides how fast somebody must be there. */
export interface SlaCase {
  readonly kind: TicketKind;
  readonly category: Category;
  readonly responsibility: Responsibility;
  readonly priority: Priority;
  readonly regionClass: RegionClass | null;
  /** A hospital, a waterworks: places that others depend on. */
  readonly critical: boolean;
}

export interface DueTimes {
  readonly arrivalDueAt: Date | null;
  readonly restoreDueAt: Date | null;
}

const later = (from: Date, ms: number): Date => new Date(from.getTime() + ms);

/** For the grid's crew at the customer's own wiring no time is promised beforehand: it is agreed with the customer (R-166, X2), except for a life in danger. */
const isAgreed = ({ responsibility, category, priority }: SlaCase): boolean =>
  responsibility === 'INTERNAL' && profileOf(category) === 'power' && priority !== 'P0';

/** The times promised for one report, counted from the report (R-163 to R-166, X1 to X3); fixed when they are made. */
export function dueTimes(sla: Sla, report: SlaCase, reportedAt: Date): DueTimes {
  if (isAgreed(report)) return { arrivalDueAt: null, restoreDueAt: null };
  if (report.category === 'reconnect') return { arrivalDueAt: null, restoreDueAt: later(reportedAt, sla.reconnect) };
  const isPower = profileOf(report.category) === 'power';
  return {
    arrivalDueAt: later(reportedAt, arrivalWithin(sla, report)),
    restoreDueAt: isPower ? later(reportedAt, byClass(sla.restore.power, report.regionClass)) : null,
  };
}

/** Milliseconds from the report to the arrival. */
export function arrivalWithin({ arrival }: Sla, report: Omit<SlaCase, 'responsibility'>): number {
  const profile = profileOf(report.category);
  const property = Math.min(arrival.property[policyKey(report.priority)], arrival.property.cap);
  if (profile === 'matter') return report.priority === 'P0' ? Math.min(arrival.matter, property) : arrival.matter;
  if (profile === 'property') return property;
  const limits = [byClass(arrival.power, report.regionClass)];
  if (report.kind === 'danger' || report.priority === 'P0') limits.push(arrival.power.danger);
  if (report.critical) limits.push(arrival.power.critical);
  return Math.min(...limits);
}

function byClass(times: Readonly<Record<'urban' | 'rural' | 'remote', number>>, region: RegionClass | null): number {
  if (region === null || region === 'estate') return Math.min(times.urban, times.rural, times.remote);
  return times[region];
}

/** The promised time, if a job accepted at `acceptedAt` can still keep it; null means as soon as possible. */
export const promiseAt = (
  { arrivalDueAt: due }: Pick<DueTimes, 'arrivalDueAt'>,
  acceptedAt: Date | null,
): Date | null => (due !== null && acceptedAt !== null && due > acceptedAt ? due : null);
