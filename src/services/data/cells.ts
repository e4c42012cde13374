import { DateTime } from 'luxon';
import { z } from 'zod';
import { categories } from '../../domain/ticket';

/** How the text of one cell is read; without `whenEmpty` the cell must not be empty. */
export interface Cell {
  readonly schema: z.ZodType<unknown, string>;
  readonly whenEmpty?: unknown;
  /** Whether the text must never be repeated in a message. */
  readonly secret?: boolean;
}

const atMost = (length: number) => z.string().max(length, `is longer than ${length} characters`);
const codeText = atMost(64).regex(/^[^\s;,]+$/u, 'is not a code: no spaces, commas or semicolons');
const phoneText = z.e164('is not a phone number like +8613800000001');
const notWhole = 'is not a whole number';

const wholeNumber = (least: number) =>
  z
    .string()
    .regex(/^-?\d{1,10}$/, notWhole)
    .transform(Number)
    .refine((value) => Math.abs(value) <= 2_147_483_647, 'is too large')
    .refine((value) => value >= least, `is less than ${least}`);

const listOf = (item: z.ZodType<string, string>) =>
  z
    .string()
    .transform((text) => text.split(';').map((part) => part.trim()))
    .pipe(z.array(item).refine((items) => new Set(items).size === items.length, 'names something twice'));

export const code: Cell = { schema: codeText };
export const digits: Cell = { schema: z.string().regex(/^\d{1,20}$/, 'is not a row of digits') };
export const text: Cell = { schema: atMost(191).regex(/^\P{Cc}+$/u, 'holds a control character or a line break') };
export const phone: Cell = { schema: phoneText };
export const language: Cell = {
  schema: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'is not a language like zh-CN or en'),
};
export const integer: Cell = { schema: wholeNumber(-2_147_483_647) };
export const positive: Cell = { schema: wholeNumber(1) };
export const amount: Cell = { schema: wholeNumber(0) };
export const flag: Cell = { schema: z.enum(['0', '1'], 'is not 0 or 1').transform((value) => value === '1') };
export const day: Cell = { schema: z.iso.date('is not a day like 2026-03-01') };
export const hours: Cell = {
  schema: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/, 'is not a span like 09:00-17:30'),
};
export const pin: Cell = { schema: z.string().regex(/^\d{4,6}$/, 'is not a PIN of 4 to 6 digits'), secret: true };

export const oneOf = (...words: readonly string[]): Cell => ({
  schema: z.enum(words, `is not one of ${words.join(', ')}`),
});

export const category = oneOf(...categories);
export const codes: Cell = { schema: listOf(codeText), whenEmpty: [] };
export const phones: Cell = { schema: listOf(phoneText), whenEmpty: [] };
export const categoryList: Cell = {
  schema: listOf(z.enum(categories, `is not a list of ${categories.join(', ')}`)),
  whenEmpty: [],
};

export const maybe = (cell: Cell): Cell => ({ ...cell, whenEmpty: null });

/** A moment written without a zone, in `timezone`; one with an offset is taken as it stands. */
export const localTime = (timezone: string): Cell => ({
  schema: z.string().transform((value, context) => {
    const time = DateTime.fromISO(value, { zone: timezone });
    if (time.isValid && /^\d{4}-\d\d-\d\d/.test(value)) return time.toJSDate();
    context.addIssue({ code: 'custom', message: 'is not a time like 2026-03-01T08:00' });
    return z.NEVER;
  }),
});

/** The text of a value in an exported file; times are local, with an offset only where the local time is ambiguous. */
export function formatCell(value: unknown, timezone: string): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return formatTime(value, timezone);
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (Array.isArray(value)) return value.join(';');
  return typeof value === 'number' ? value.toString() : (value as string);
}

function formatTime(at: Date, timezone: string): string {
  const time = DateTime.fromJSDate(at, { zone: timezone });
  const written = { suppressSeconds: true, suppressMilliseconds: true };
  const local = time.toISO({ ...written, includeOffset: false }) ?? '';
  const same = DateTime.fromISO(local, { zone: timezone }).toMillis() === time.toMillis();
  return same ? local : (time.toISO(written) ?? '');
}
