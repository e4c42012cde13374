import type { Policy } from './policy';
import { profileOf, type Category } from './ticket';

export type Department = 'grid' | 'engineering' | 'customer_service' | 'order' | 'environment';

export interface TeamInfo {
  readonly code: string;
  readonly department: string;
  readonly regions: readonly string[];
  /** The categories that the team takes; empty means all. */
  readonly categories: readonly string[];
}

export interface TeamChoice {
  readonly teamCode: string;
  /** True when no team serves the place, so that the job went to the policy's default team and the monitoring desk is told. */
  readonly byDefault: boolean;
}

const matterDepartments: Readonly<Partial<Record<Category, Department>>> = {
  lost_security: 'order',
  cleaning: 'environment',
};

/** Which line of work a category belongs to. */
export function departmentOf(category: Category): Department {
  const profile = profileOf(category);
  if (profile === 'power') return 'grid';
  return profile === 'property' ? 'engineering' : (matterDepartments[category] ?? 'customer_service');
}

/** The region's team that names the category, else its team that takes everything, else its first team by code; the default team when the region ('' for none) has no team; null when there are no teams at all. */
export function pickTeam(
  teams: readonly TeamInfo[],
  category: Category,
  regionCode: string,
  defaults: Policy['defaults'],
): TeamChoice | null {
  const department = departmentOf(category);
  const ofLine = teams.filter((team) => team.department === department).sort((a, b) => (a.code < b.code ? -1 : 1));
  const local = ofLine.filter(({ regions }) => regions.includes(regionCode));
  const specialist = local.find(({ categories }) => categories.includes(category));
  const own = specialist ?? local.find(({ categories }) => categories.length === 0) ?? local[0];
  if (own) return { teamCode: own.code, byDefault: false };
  const fallback = defaultTeam(teams, ofLine, department, defaults);
  return fallback === undefined ? null : { teamCode: fallback, byDefault: true };
}

function defaultTeam(
  teams: readonly TeamInfo[],
  ofLine: readonly TeamInfo[],
  department: Department,
  defaults: Policy['defaults'],
): string | undefined {
  const wanted = department === 'grid' ? defaults.powerTeam : defaults.propertyTeam;
  return teams.find(({ code }) => code === wanted)?.code ?? ofLine[0]?.code ?? teams.map(({ code }) => code).sort()[0];
}
