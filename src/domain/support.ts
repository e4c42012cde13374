import type { Stage } from './escalation';
import type { Category, Priority } from './ticket';

/** Keys 1–4 of node `support`. */
export const supports = ['hands', 'material', 'major', 'security'] as const;
export type Support = (typeof supports)[number];

interface SupportRule {
  /** The category of the help, where it is not that of the job. */
  readonly category?: Category;
  readonly priority?: Priority;
  /** Roles asked before the roster: the first of them that somebody in the team has. */
  readonly above: readonly Stage[];
  /** Roles of which those on duty are rung beside the team. */
  readonly roles: readonly string[];
}

/** Who is asked for which help. */
export const supportRules: Readonly<Record<Support, SupportRule>> = {
  hands: { above: [], roles: [] },
  material: { above: ['engineering_supervisor', 'zone_manager', 'project_manager'], roles: [] },
  // A major fault or an accident goes to the manager at once.
  major: { priority: 'P0', above: ['zone_manager', 'project_manager'], roles: [] },
  security: { category: 'lost_security', priority: 'P0', above: [], roles: ['security', 'monitoring'] },
};
