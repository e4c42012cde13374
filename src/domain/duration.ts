import { z } from 'zod';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const units: Readonly<Record<string, number>> = { s: second, m: minute, h: hour, d: day, y: 365 * day };

/** Milliseconds of `90s`, `5m`, `2h`, `3d`, `3y` (a year is 365 days), or null for anything else. */
function parseDuration(text: string): number | null {
  const [, count, unit] = /^(\d{1,6})([smhdy])$/.exec(text) ?? [];
  const size = unit === undefined ? undefined : units[unit];
  return size === undefined ? null : Number(count) * size;
}

/** Minutes after midnight of `"17:30"`; `"24:00"` is the end of the day; null for anything else. */
function parseTimeOfDay(text: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  return total <= 24 * 60 ? total : null;
}

/** A span of the day in minutes after midnight, half-open; `from` later than `to` goes over midnight. */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

/** At most `count` in any window of `per` milliseconds. */
export interface Rate {
  readonly count: number;
  readonly per: number;
}

/** A zod type that reads text with `parse` and complains with `hint` when that gives null. */
function read<T>(parse: (text: string) => T | null, hint: string): z.ZodType<T> {
  return z.string(hint).transform((text, context) => {
    const value = parse(text);
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: `"${text}": ${hint}` });
    return z.NEVER;
  });
}

function parseSpan(text: string): DaySpan | null {
  const [start, end, ...rest] = text.split('-');
  const from = parseTimeOfDay(start ?? '');
  const to = parseTimeOfDay(end ?? '');
  return from === null || to === null || from === to || rest.length > 0 ? null : { from, to };
}

function parseRate(text: string): Rate | null {
  const [, count, duration] = /^([1-9]\d{0,5})\/(\w+)$/.exec(text) ?? [];
  const per = parseDuration(duration ?? '');
  return per === null || per === 0 ? null : { count: Number(count), per };
}

/** `90s` → milliseconds. */
export const duration = read(parseDuration, 'write a duration like 90s, 5m, 2h, 3d or 3y');
/** `"17:30"` → minutes after midnight. */
export const timeOfDay = read(parseTimeOfDay, 'write a time of day like "17:30"');
/** `"09:00-17:30"` → DaySpan. */
export const daySpan = read(parseSpan, 'write a span like "09:00-17:30"');
/** As daySpan; `""` → null: no span. */
export const optionalSpan = z.union([z.literal('').transform((): DaySpan | null => null), daySpan]);
/** `"2/2m"` → Rate. */
export const rate = read(parseRate, 'write a rate like "2/2m"');
