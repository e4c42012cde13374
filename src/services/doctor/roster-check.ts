import { DateTime } from 'luxon';
import { Op } from 'sequelize';
import { Person } from '../../../models/person';
import { RosterEntry } from '../../../models/roster-entry';
import { Team } from '../../../models/team';
import type { Clock } from '../../clock';
import { type Span, rosterGaps } from '../../domain/roster-gaps';
import { type Check, error, type Finding, listed, type ReadablePatient, warning } from './check';

const remedy =
  'Add the turns to roster.csv (team, person, level, starts_at, ends_at) and npx faultline import <dir>; empty ends_at is until further notice.';

/** Who is on call: gaps now and in the next days, by team and level. */
export const rosterCheck: Check<ReadablePatient> = async ({ clock, config }) => {
  const span = nextWeek(clock);
  const shifts = await turnsIn(span);
  const teams = await Team.findAll({ order: [['code', 'ASC']] });
  if (teams.length === 0) return [];
  if (shifts.length === 0)
    return error(
      'The roster is empty: nobody is on call now or in the next 7 days.',
      'No crew is paged, and nobody can be rung at the desk or in the monitoring centre; callers leave messages.',
      remedy,
    );
  const ofTeam = (code: string) => shifts.filter(({ teamCode }) => teamCode === code);
  return teams.flatMap((team) => gapsOf(team, ofTeam(team.code), span, config.timezone));
};

/** Whether the desk or the monitoring centre has somebody at every hour: key 0 and every danger lead there. */
export const deskCheck: Check<ReadablePatient> = async ({ clock }) => {
  const span = nextWeek(clock);
  const people = await Person.findAll({ where: { role: ['desk', 'monitoring'] } });
  if (people.length === 0)
    return error(
      'There is nobody with the role desk or monitoring.',
      'A caller who asks for a person, or is in danger, only leaves a message; escalations end with nobody.',
      'Add them to people.csv (role desk or monitoring) and to roster.csv, then npx faultline import <dir>.',
    );
  const [first] = rosterGaps(await turnsIn(span, { personCode: people.map(({ code }) => code) }), span);
  if (first === undefined) return [];
  const isNow = first.from.getTime() === span.from.getTime();
  return (isNow ? error : warning)(
    `Nobody of the desk or the monitoring centre is on the roster ${isNow ? 'now' : `from ${first.from.toISOString()}`}.`,
    'A caller who asks for a person, or is in danger, only leaves a message; escalations end with nobody.',
    'Put people with the role desk or monitoring into roster.csv for every hour, then npx faultline import <dir>.',
  );
};

function nextWeek(clock: Clock): Span {
  const from = clock.now();
  return { from, until: new Date(from.getTime() + 7 * 86_400_000) };
}

const turnsIn = ({ from, until }: Span, whose: { personCode?: string[] } = {}): Promise<RosterEntry[]> =>
  RosterEntry.findAll({
    where: { ...whose, startsAt: { [Op.lt]: until }, endsAt: { [Op.or]: [null, { [Op.gt]: from }] } },
  });

function gapsOf(team: Team, shifts: readonly RosterEntry[], span: Span, zone: string): Finding[] {
  const name = `Team ${team.code} (${team.nameEn})`;
  const whole = rosterGaps(shifts, span);
  const levels = [...new Set(shifts.map(({ level }) => level))].sort((a, b) => a - b);
  const onlyLevel = (level: number): Span[] =>
    rosterGaps(
      // A time in which nobody of the team is on call is reported once, not for each level.
      [
        ...shifts.filter((shift) => shift.level === level),
        ...whole.map(({ from, until }) => ({ startsAt: from, endsAt: until })),
      ],
      span,
    );
  return [
    ...teamGap(name, whole, span, zone),
    ...levels.flatMap((level) => levelGap(name, level, onlyLevel(level), zone)),
  ];
}

function teamGap(name: string, gaps: readonly Span[], { from }: Span, zone: string): Finding[] {
  if (gaps.length === 0) return [];
  const isNow = gaps[0]?.from.getTime() === from.getTime();
  const tell = isNow ? error : warning;
  return tell(
    `${name} has nobody on call ${isNow ? 'now' : 'in the next 7 days'}: ${spoken(gaps, zone)}.`,
    'A fault reported then goes straight to the supervisor, and waits if none answers.',
    remedy,
  );
}

function levelGap(name: string, level: number, gaps: readonly Span[], zone: string): Finding[] {
  if (gaps.length === 0) return [];
  const meaning =
    level === 1
      ? 'The first call goes to the next level at once.'
      : 'When the level before does not answer, one step of the ladder is missing.';
  return warning(`${name} has nobody at level ${level}: ${spoken(gaps, zone)}.`, meaning, remedy);
}

function spoken(gaps: readonly Span[], zone: string): string {
  const local = (moment: Date) => DateTime.fromJSDate(moment, { zone }).toFormat('yyyy-MM-dd HH:mm');
  return listed(
    gaps.map(({ from, until }) => `${local(from)} to ${local(until)}`),
    3,
  );
}
