import type { Category, Place, Responsibility } from './ticket';

/** What a danger call may be about: keys of `danger` and `help` (contract section 5; R-405). */
export const dangers = ['wire', 'water', 'security', 'trapped', 'ill', 'ambulance', 'equipment', 'help'] as const;
export type Danger = (typeof dangers)[number];

/** Who is rung for a danger, and what its ticket says; the words are prompt `summary.danger-{danger}`. */
export interface DangerRule {
  readonly category: Category;
  /** The categories whose team is asked when no team serves the danger's own category in this region. */
  readonly otherwise: readonly Category[];
  readonly responsibility: Responsibility;
  readonly place: Place;
  /** Roles on duty that are rung beside the team. */
  readonly roles: readonly string[];
  /** Others who must also come, no matter who of the team accepts; they get a ticket of their own. */
  readonly also?: { readonly category: Category; readonly roles: readonly string[] };
}

const guarded = {
  category: 'lost_security',
  otherwise: [],
  responsibility: 'OWN',
  place: 'home',
  roles: ['security', 'monitoring'],
} as const;

export const dangerRules: Readonly<Record<Danger, DangerRule>> = {
  wire: { category: 'line_hazard', otherwise: [], responsibility: 'GRID', place: 'street', roles: [] },
  water: { category: 'water', otherwise: ['line_hazard'], responsibility: 'UNKNOWN', place: 'home', roles: [] },
  security: guarded,
  // Both must come: engineers open the lift, guards stay with the people in it (contract section 5).
  trapped: {
    ...guarded,
    category: 'lift',
    otherwise: ['lost_security'],
    place: 'shared',
    roles: [],
    also: { category: 'lost_security', roles: ['security', 'monitoring'] },
  },
  ill: guarded,
  // A person must dial 120, so the monitoring centre is rung first.
  ambulance: { ...guarded, roles: ['monitoring', 'security'] },
  // Nothing more was said at `help`.
  help: guarded,
  equipment: { category: 'lv', otherwise: [], responsibility: 'GRID', place: 'home', roles: [] },
};

/** The danger that a call's fact names; that of key 1 at `danger` when the fact names none. */
export function dangerOf(word: string | undefined): Danger {
  return dangers.find((danger) => danger === word) ?? 'wire';
}

/** The report numbers of dangers begin here, apart from other reports of the call; each kind of danger has one. */
const firstReportNo = 200;

export function dangerReportNo(danger: Danger): number {
  return firstReportNo + dangers.indexOf(danger);
}

/** The report number of the ticket for those who come as well; it counts as no danger report, so that the caller hears of the first ticket only. */
export function helpReportNo(danger: Danger): number {
  return -dangerReportNo(danger);
}

/** Whether a ticket's report number is that of a danger call. */
export function isDangerReport(reportNo: number): boolean {
  return reportNo >= firstReportNo;
}
