import { ladderRoles, type Candidate, type PagingPlan, type Stage } from '../../domain/escalation';
import type { Category } from '../../domain/ticket';
import type { Paging } from '../../../models/paging';
import type { Ticket } from '../../../models/ticket';
import { inTurns } from '../../domain/in-turns';
import type { Context } from '../context';
import { knownPeople, type KnownPerson } from '../known-people';
import { knownTeams } from '../known-places';
import { everybodyOnDuty, onCallNow } from '../on-call/who-is-on-call';

/** Roles that may also decide about others; they are asked at node `assign` instead of `offer`. */
export const supervisingRoles: readonly string[] = [...ladderRoles, 'cs_supervisor', 'department_head'];

export interface LoadedPlan {
  readonly plan: PagingPlan;
  readonly people: ReadonlyMap<string, KnownPerson>;
}

/** Who may be rung for a ticket of this team now: the roles it names and the roster by levels in turns, then the team's supervisor and managers, then monitoring. */
export async function loadPlan(
  context: Context,
  { teamCode, roles, exceptPerson }: Pick<Paging, 'teamCode' | 'roles' | 'exceptPerson'>,
  { category, regionCode }: Pick<Ticket, 'category' | 'regionCode'>,
): Promise<LoadedPlan> {
  const levels = await onCallNow(context, teamCode);
  const onDuty = await everybodyOnDuty(context);
  const everyone = await knownPeople();
  const onRoster = levels.flatMap(({ people }) => people);
  const rostered = everyone.filter(({ code }) => onRoster.includes(code));
  const above = everyone.filter((one) => one.teamCode === teamCode && ladderRoles.some((role) => role === one.role));
  const monitoring = everyone.filter(({ role }) => role === 'monitoring');
  const byRole = await Promise.all(roles.map((role) => onDutyOf(role, regionCode, onDuty)));
  const people = new Map([...rostered, ...above, ...monitoring, ...byRole.flat()].map((one) => [one.code, one]));
  const ofTeam = levels.flatMap(({ level, people: codes }) =>
    bySkill(codes, people, category).map((personCode): Candidate => ({ personCode, stage: 'roster', level })),
  );
  const ofRoles = byRole.map((some) =>
    some.map(({ code }): Candidate => ({ personCode: code, stage: 'roster', level: 0 })),
  );
  const roster = inTurns([...ofRoles, ofTeam], ({ personCode }) => personCode);
  const ladder = ladderRoles.flatMap((role) =>
    candidates(
      above.filter((one) => one.role === role),
      role,
      onDuty,
    ),
  );
  const everybody = [...roster, ...ladder, ...candidates(monitoring, 'monitoring', onDuty)];
  return { plan: everybody.filter(({ personCode }) => personCode !== exceptPerson), people };
}

/** People who have the role, are on a roster now and whose team serves the region; the monitoring centre serves all regions. */
async function onDutyOf(role: string, regionCode: string, onDuty: ReadonlySet<string>): Promise<KnownPerson[]> {
  const people = (await knownPeople()).filter((person) => person.role === role && onDuty.has(person.code));
  const teams = await knownTeams();
  const serves = ({ teamCode }: KnownPerson): boolean =>
    teams.some(({ code, regions }) => code === teamCode && regions.includes(regionCode));
  return role === 'monitoring' || regionCode === '' ? people : people.filter(serves);
}

/** Orders people by skill: a person without the skill comes later but is not left out. No skills on file means all skills. */
function bySkill(codes: readonly string[], people: ReadonlyMap<string, KnownPerson>, category: Category): string[] {
  const able = (code: string): boolean => {
    const skills = people.get(code)?.skills ?? [];
    return skills.length === 0 || skills.includes(category);
  };
  const known = codes.filter((code) => people.has(code));
  return [...known.filter(able), ...known.filter((code) => !able(code))];
}

/** People of one role, those on duty first. */
function candidates(people: readonly KnownPerson[], stage: Stage, onDuty: ReadonlySet<string>): Candidate[] {
  const codes = people.map(({ code }) => code).sort();
  const ordered = [...codes.filter((code) => onDuty.has(code)), ...codes.filter((code) => !onDuty.has(code))];
  return ordered.map((personCode) => ({ personCode, stage, level: 0 }));
}
