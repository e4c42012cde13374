/** One person's turn in a team, up to but not including `endsAt`; null means until further notice. */
export interface Shift {
  readonly teamCode: string;
  readonly personCode: string;
  /** 1 is rung first. */
  readonly level: number;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
}

export interface OnCallLevel {
  readonly level: number;
  readonly people: readonly string[];
}

/** Whether a turn covers a moment: from its start up to, not including, its end. */
export function covers({ startsAt, endsAt }: Pick<Shift, 'startsAt' | 'endsAt'>, now: Date): boolean {
  return startsAt <= now && (endsAt === null || now < endsAt);
}

/** Who is on call in a team now, level by level, each person once at their first level, in the order of the people's codes. */
export function whoIsOnCall(shifts: readonly Shift[], teamCode: string, now: Date): OnCallLevel[] {
  const firstLevel = new Map<string, number>();
  for (const shift of shifts) {
    if (shift.teamCode !== teamCode || !covers(shift, now)) continue;
    firstLevel.set(shift.personCode, Math.min(shift.level, firstLevel.get(shift.personCode) ?? shift.level));
  }
  const levels = [...new Set(firstLevel.values())].sort((a, b) => a - b);
  const peopleOf = (level: number): string[] =>
    [...firstLevel].flatMap(([code, own]) => (own === level ? [code] : [])).sort();
  return levels.map((level) => ({ level, people: peopleOf(level) }));
}

/** The moments after `now` at which a roster may change: who is on call is constant in between. */
export function handovers(shifts: readonly Shift[], now: Date): Date[] {
  const edges = shifts.flatMap(({ startsAt, endsAt }) => (endsAt === null ? [startsAt] : [startsAt, endsAt]));
  const ahead = new Set(edges.map((edge) => edge.getTime()).filter((time) => time > now.getTime()));
  return [...ahead].sort((a, b) => a - b).map((time) => new Date(time));
}
