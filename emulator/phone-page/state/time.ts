const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** How many minutes from `now` (ms) until it is `time` (hh:mm) in the zone, from 1 up to a day; a change to summer time is not taken into account. */
export function minutesUntil(time: string, now: number, timezone: string | undefined): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const [hour = 0, minute = 0] = clockText(now, timezone).split(':').map(Number);
  const wait = (hours * 60 + minutes - hour * 60 - minute + DAY_MINUTES) % DAY_MINUTES;
  // The seconds that have passed of the present minute are taken off, so that the clock stops at the beginning of the wanted one.
  return (wait === 0 ? DAY_MINUTES : wait) - (now % MINUTE_MS) / MINUTE_MS;
}

/** `hh:mm` or `hh:mm:ss` in the zone. */
export function clockText(at: number, timezone: string | undefined, seconds = false): string {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds && { second: '2-digit' }),
    ...(timezone !== undefined && { timeZone: timezone }),
  }).format(at);
}

/** The day in the zone, as people of the locale write it. */
export function dayText(at: number, timezone: string | undefined, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    weekday: 'short',
    ...(timezone !== undefined && { timeZone: timezone }),
  }).format(at);
}

/** `m:ss` of a length in milliseconds. */
export function lengthText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
