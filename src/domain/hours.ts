import { DateTime } from 'luxon';
import type { DaySpan } from './duration';
import type { Policy } from './policy';

const minute = 60_000;

/** Minutes after local midnight on the wall clock, with the fraction. */
function wallMinutes(local: DateTime): number {
  return local.hour * 60 + local.minute + local.second / 60 + local.millisecond / minute;
}

/** Whether a wall-clock minute lies in a half-open span; a span may go over midnight. */
function isWithin(span: DaySpan, at: number): boolean {
  return span.from < span.to ? at >= span.from && at < span.to : at >= span.from || at < span.to;
}

/** Office hours by the wall clock of `timezone`: a workday, no holiday, inside `hours.day`. */
export function isDay(hours: Policy['hours'], timezone: string, now: Date): boolean {
  const local = DateTime.fromJSDate(now, { zone: timezone });
  const works = hours.workdays.includes(local.weekday) && !hours.holidays.includes(local.toISODate() ?? '');
  return works && isWithin(hours.day, wallMinutes(local));
}

function quietSpan(quiet: Policy['quietHours'], local: DateTime): DaySpan | undefined {
  const at = wallMinutes(local);
  return [quiet.night, quiet.midday].find((span): span is DaySpan => span !== null && isWithin(span, at));
}

/** Whether calls that keep quiet hours must wait now (X5). */
export function isQuiet(quiet: Policy['quietHours'], timezone: string, now: Date): boolean {
  return quietSpan(quiet, DateTime.fromJSDate(now, { zone: timezone })) !== undefined;
}

/** The first moment, `now` or later, that is outside quiet hours by the wall clock, on the nights when clocks change too. */
export function nextAllowed(quiet: Policy['quietHours'], timezone: string, now: Date): Date {
  let local: DateTime = DateTime.fromJSDate(now, { zone: timezone });
  // Two spans and two clock changes at most lie ahead of the end; spans that cover the whole day end the search.
  for (let jumps = 0; jumps < 8; jumps += 1) {
    const span = quietSpan(quiet, local);
    if (!span) return local.toJSDate();
    local = endOf(span, local);
  }
  return local.toJSDate();
}

/** When the wall clock leaves the span, or the clock change before that. */
function endOf(span: DaySpan, local: DateTime): DateTime {
  const left = (span.to - wallMinutes(local) + 24 * 60) % (24 * 60);
  const end = local.plus({ milliseconds: Math.round(left * minute) });
  return end.offset === local.offset ? end : clockChange(local, end);
}

function clockChange(before: DateTime, after: DateTime): DateTime {
  let low = Math.floor(before.toMillis() / minute);
  let high = Math.ceil(after.toMillis() / minute);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (DateTime.fromMillis(middle * minute, { zone: before.zone }).offset === before.offset) low = middle;
    else high = middle;
  }
  return DateTime.fromMillis(high * minute, { zone: before.zone });
}

/** The moment of a time of day (minutes after midnight) on the local day of `day`; a time that the clock skips is moved forward. */
export function atTimeOfDay(timezone: string, day: Date, minutes: number): Date {
  const local = DateTime.fromJSDate(day, { zone: timezone }).startOf('day');
  return local.set({ hour: Math.floor(minutes / 60), minute: minutes % 60 }).toJSDate();
}

/** The next time that a day's office hours begin, later than `now`; on days off too, since on those days too somebody signs for the night. */
export function nextMorning({ day }: Policy['hours'], timezone: string, now: Date): Date {
  const today = atTimeOfDay(timezone, now, day.from);
  if (today > now) return today;
  const tomorrow = DateTime.fromJSDate(now, { zone: timezone }).plus({ days: 1 }).toJSDate();
  return atTimeOfDay(timezone, tomorrow, day.from);
}

/** Whether two moments lie on the same local day. */
export function isSameDay(timezone: string, one: Date, other: Date): boolean {
  return DateTime.fromJSDate(one, { zone: timezone }).hasSame(DateTime.fromJSDate(other, { zone: timezone }), 'day');
}

/** Whether work put off until `until` is left overnight: until another day, or from the night until its morning. */
export function isOvernight(hours: Policy['hours'], timezone: string, now: Date, until: Date): boolean {
  return !isSameDay(timezone, now, until) || until >= nextMorning(hours, timezone, now);
}
