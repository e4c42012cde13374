import { DateTime } from 'luxon';

/** Crews type whole minutes while reports have milliseconds, so they are compared by the minute. */
const wholeMinute = 60_000;

/** The latest moment, `now` or earlier, at which clocks showed `HHMM`; null when that is no time of day. */
export function latestClockTime(typed: string, timezone: string, now: Date): Date | null {
  const [, hour, minute] = /^([01]\d|2[0-3])([0-5]\d)$/.exec(typed) ?? [];
  if (hour === undefined || minute === undefined) return null;
  const today = DateTime.fromJSDate(now, { zone: timezone }).startOf('day');
  const at = (day: DateTime): DateTime => day.set({ hour: Number(hour), minute: Number(minute) });
  const sameDay = at(today);
  return (sameDay.toMillis() <= now.getTime() ? sameDay : at(today.minus({ days: 1 }))).toJSDate();
}

/** When power was back, as a crew types it: # alone is now, `HHMM` the latest such time past; null when it is none or before the report. */
export function restoredTime(typed: string, timezone: string, reportedAt: Date, now: Date): Date | null {
  if (typed === '') return now;
  const at = latestClockTime(typed, timezone, now);
  if (at === null || at.getTime() + wholeMinute <= reportedAt.getTime()) return null;
  return at > reportedAt ? at : reportedAt;
}
