import type { Stage } from './escalation';
import type { Category, Priority } from './ticket';

/** Keys 1–4 of node `support`. */
export const supports = ['hands', 'material', 'major', 'security'] as const;
export type Support = (typeof supports)[number];

export interface SupportRule {
  /** Other than that of the job. */
  readonly category?: Category;
  readonly priority?: Priority;
  /** Asked before the roster, the first of them that the team has. */
  readonly above: readonly Stage[];
  /** On duty, rung beside the team. */
  readonly roles: readonly string[];
}

const rules: Readonly<Record<Support, SupportRule>> = {
  hands: { above: [], roles: [] },
  material: { above: ['engineering_supervisor', 'zone_manager', 'project_manager'], roles: [] },
  // A major fault or an accident goes to the manager at once.
  major: { priority: 'P0', above: ['zone_manager', 'project_manager'], roles: [] },
  security: { category: 'lost_security', priority: 'P0', above: [], roles: ['security', 'monitoring'] },
};

/** Who is asked for which help. */
export function supportRule(support: Support): SupportRule {
  return rules[support];
}
