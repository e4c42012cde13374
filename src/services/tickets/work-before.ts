import type { Ticket } from '../../../models/ticket';

/** The columns that a reopening clears: kept in its timeline entry, so that they can be put back. */

const times = [
  'arrivalDueAt',
  'restoreDueAt',
  'etaAt',
  'acceptedAt',
  'departedAt',
  'arrivedAt',
  'expectedRestoreAt',
  'restoredAt',
  'completedAt',
  'slaBreachedAt',
] as const;
const others = ['priority', 'personCode', 'arrivalVerifiedBy', 'cause', 'result', 'fixed'] as const;

/** The work that did not hold, as JSON: times are ISO 8601. */
export function workOf(ticket: Ticket): Readonly<Record<string, unknown>> {
  return Object.fromEntries([
    ...times.map((name) => [name, ticket[name]?.toISOString() ?? null]),
    ...others.map((name) => [name, ticket[name]]),
  ]) as Record<string, unknown>;
}

/** The columns of `workOf`, to be written back as they were. */
export function asBefore(was: Readonly<Record<string, unknown>>): Partial<Ticket['dataValues']> {
  const moments = times.map((name) => {
    const at = was[name];
    return [name, typeof at === 'string' ? new Date(at) : null];
  });
  return Object.fromEntries([...moments, ...others.map((name) => [name, was[name] ?? null])]) as object;
}
