/** The words of a ticket as everybody outside sees them (API, console, CSV); where there is a list, it is the source of its type. */
export const ticketKinds = ['fault', 'repair', 'matter', 'complaint', 'danger'] as const;
export type TicketKind = (typeof ticketKinds)[number];

export const powerCategories = [
  'lv',
  'hv',
  'quality',
  'meter',
  'internal',
  'reconnect',
  'street_light',
  'line_hazard',
] as const;
export const propertyCategories = [
  'water',
  'electrics',
  'doors',
  'lift',
  'heating',
  'gas',
  'telecom',
  'public',
  'other',
] as const;
export const matterCategories = ['enquiry', 'lost_security', 'cleaning', 'complaint'] as const;
export const categories = [...powerCategories, ...propertyCategories, ...matterCategories] as const;
export type Category = (typeof categories)[number];

export const responsibilities = ['OWN', 'Z', 'Q', 'GT', 'GRID', 'INTERNAL', 'ARREARS', 'INSURED', 'UNKNOWN'] as const;
export type Responsibility = (typeof responsibilities)[number];

/** P0 hazard, P1 emergency, P2 important, P3 general. */
export const priorities = ['P0', 'P1', 'P2', 'P3'] as const;
export type Priority = (typeof priorities)[number];

export const ticketStates = ['new', 'offered', 'accepted', 'departed', 'arrived', 'waiting', 'done', 'closed'] as const;
export type TicketState = (typeof ticketStates)[number];

export type WaitingReason =
  | ('parts' | 'long_work' | 'access' | 'vendor' | 'quote' | 'consent' | 'prepayment')
  | ('support' | 'appointment' | 'deferred' | 'locate' | 'unsafe');

export type ClosedReason =
  | ('satisfied' | 'unreached' | 'arrears' | 'self_fixed' | 'quote_refused' | 'cancelled')
  | ('linked' | 'told' | 'resolved' | 'nothing_found' | 'false_report');
export type StateReason = WaitingReason | ClosedReason;

export type Channel = 'phone' | 'text' | 'staff' | 'alarm' | 'api';

export const places = ['home', 'shared', 'street'] as const;
export type Place = (typeof places)[number];

/** Who reports: the account's own phone, a tenant's phone on file, anybody else, our own staff, or a machine. */
export type ReporterRole = 'customer' | 'tenant' | 'other' | 'staff' | 'alarm';

/** Keys 1–4 of node `access`. */
export type AccessWay = 'somebody_there' | 'ring_before' | 'use_key' | 'appointment_only';

/** Keys 1–8 of node `cause` for power work. */
export const powerCauses = [
  'low_voltage_line',
  'high_voltage_line',
  'meter',
  'customer_wiring',
  'outside_damage',
  'weather',
  'voltage_neutral',
  'nothing_found',
] as const;
/** Keys 1–6 of node `cause` for all other work. */
export const otherCauses = ['wear', 'owner', 'builder', 'vendor_item', 'blockage', 'other'] as const;
export type Cause = (typeof powerCauses)[number] | (typeof otherCauses)[number];

/** Keys 1–4 of node `result`. */
export const results = ['fixed', 'made_safe', 'nothing_found', 'not_ours'] as const;
export type Result = (typeof results)[number];

export type ArrivalProof = 'code' | 'customer' | 'desk';

/** Power work follows the network's region and its arrival times; property work the estate's; matters are answered by people. */
export type Profile = 'power' | 'property' | 'matter';

const power: ReadonlySet<string> = new Set(powerCategories);
const matters: ReadonlySet<string> = new Set(matterCategories);

/** Which of the three sets of rules a category follows. */
export function profileOf(category: Category): Profile {
  if (power.has(category)) return 'power';
  return matters.has(category) ? 'matter' : 'property';
}

/** The key of a priority in the policy (`P1` → `p1`). */
export function policyKey(priority: Priority): Lowercase<Priority> {
  return priority.toLowerCase() as Lowercase<Priority>;
}

/** The next higher priority; P0 stays P0. */
export function raised(priority: Priority): Priority {
  return priorities[Math.max(0, priorities.indexOf(priority) - 1)] ?? 'P0';
}

/** True while somebody still has to do something about the fault itself. */
export function isOpen(state: TicketState): boolean {
  return state !== 'done' && state !== 'closed';
}
