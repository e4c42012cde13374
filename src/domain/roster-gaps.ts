import type { Shift } from './roster';

export interface Span {
  readonly from: Date;
  readonly until: Date;
}

/** The parts of a span that no turn covers, in order; a turn without an end covers all that follows its start. */
export function rosterGaps(shifts: readonly Pick<Shift, 'startsAt' | 'endsAt'>[], { from, until }: Span): Span[] {
  const gaps: Span[] = [];
  let covered = from.getTime();
  for (const { startsAt, endsAt } of shifts.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())) {
    const start = Math.min(startsAt.getTime(), until.getTime());
    if (start > covered) gaps.push({ from: new Date(covered), until: new Date(start) });
    covered = Math.max(covered, endsAt === null ? until.getTime() : endsAt.getTime());
  }
  if (covered < until.getTime()) gaps.push({ from: new Date(covered), until });
  return gaps;
}
