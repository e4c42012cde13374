import { DateTime } from 'luxon';

/** How numbers, times and money are put into words, for the ear and for texts (domain.md section 5). */

export type Medium = 'voice' | 'text';

/** A value that a prompt may name in braces; how it sounds is decided here, never by pasting strings. */
export type Value =
  | { readonly number: number }
  /** Read one by one: ticket numbers, codes, the last four of a phone. */
  | { readonly digits: string }
  | { readonly time: Date }
  /** Whole minutes. */
  | { readonly minutes: number }
  | { readonly cents: number }
  /** Words that come from data in both languages. */
  | { readonly words: Words }
  /** Another prompt, with its own values. */
  | { readonly phrase: string; readonly vars?: Vars };

export interface Words {
  readonly zh: string;
  readonly en: string;
}

export type Vars = Readonly<Record<string, Value>>;

export interface Manner {
  readonly language: string;
  readonly medium: Medium;
  readonly timezone: string;
  /** What "today" means. */
  readonly now: Date;
}

const isChinese = (language: string): boolean => language.startsWith('zh');

/** `words` in the manner's language; other languages than Chinese fall back to the English columns. */
export function pickWords(words: Words, language: string): string {
  return isChinese(language) ? words.zh : words.en;
}

export function spokenDigits(digits: string, { language, medium }: Manner): string {
  if (medium === 'text') return digits;
  return Array.from(digits).join(isChinese(language) ? '、' : ', ');
}

export function spokenMinutes(minutes: number, { language }: Manner): string {
  return isChinese(language) ? chineseMinutesSpan(minutes) : englishMinutesSpan(minutes);
}

function chineseMinutesSpan(minutes: number): string {
  const isHours = minutes >= 60 && minutes !== 90 && minutes % 30 === 0;
  return isHours ? `${chineseHours(minutes / 60)}小时` : `${minutes}分钟`;
}

function englishMinutesSpan(minutes: number): string {
  if (minutes >= 60 && minutes % 60 === 0) return minutes === 60 ? 'one hour' : `${minutes / 60} hours`;
  return minutes === 1 ? 'one minute' : `${minutes} minutes`;
}

function chineseHours(hours: number): string {
  const full = Math.floor(hours);
  const half = full === hours ? '' : '个半';
  return full === 2 && half === '' ? '两' : `${full}${half}`;
}

/** "128元5角" or "128 yuan 50": cents in, never a decimal point for the ear. */
export function spokenMoney(cents: number, { language, medium }: Manner): string {
  const yuan = Math.trunc(cents / 100);
  const rest = Math.abs(cents % 100);
  if (medium === 'text')
    return isChinese(language) ? `${(cents / 100).toFixed(2)}元` : `CNY ${(cents / 100).toFixed(2)}`;
  if (!isChinese(language)) return rest === 0 ? `${yuan} yuan` : `${yuan} yuan ${String(rest).padStart(2, '0')}`;
  const jiao = Math.floor(rest / 10);
  const fen = rest % 10;
  return `${yuan}元${jiao > 0 ? `${jiao}角` : ''}${fen > 0 ? `${jiao === 0 ? '零' : ''}${fen}分` : ''}`;
}

/** "今天下午6点半", "6:30 p.m. today"; in texts "11月22日18:30", "18:30 on 22 Nov". */
export function spokenTime(at: Date, { language, medium, timezone, now }: Manner): string {
  const local = DateTime.fromJSDate(at, { zone: timezone });
  const chinese = isChinese(language);
  if (medium === 'text')
    return chinese ? local.toFormat('M月d日HH:mm') : local.setLocale('en').toFormat('HH:mm, d LLL');
  const days = dayNumber(local) - dayNumber(DateTime.fromJSDate(now, { zone: timezone }));
  return chinese
    ? `${chineseDay(local, days)}${chineseClock(local)}`
    : `${englishClock(local)} ${englishDay(local, days)}`;
}

/** Counts days of the calendar, whatever the clocks of the zone do in between. */
const dayNumber = ({ year, month, day }: DateTime): number => Date.UTC(year, month - 1, day) / 86_400_000;

function chineseDay(local: DateTime, days: number): string {
  const named: Record<number, string> = { [-1]: '昨天', 0: '今天', 1: '明天', 2: '后天' };
  return named[days] ?? `${local.month}月${local.day}号`;
}

const partsOfDay: readonly (readonly [fromHour: number, name: string])[] = [
  [18, '晚上'],
  [13, '下午'],
  [12, '中午'],
  [8, '上午'],
  [5, '早上'],
  [0, '凌晨'],
];

function chineseClock(local: DateTime): string {
  const part = partsOfDay.find(([from]) => local.hour >= from)?.[1] ?? '';
  const hour = local.hour > 12 ? local.hour - 12 : local.hour;
  const spoken = hour === 2 ? '两' : String(hour);
  return `${part}${spoken}点${chineseMinutes(local.minute)}`;
}

function chineseMinutes(minute: number): string {
  if (minute === 0) return '';
  if (minute === 30) return '半';
  return minute < 10 ? `零${minute}分` : `${minute}分`;
}

function englishDay(local: DateTime, days: number): string {
  const named: Record<number, string> = { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' };
  return named[days] ?? `on ${local.setLocale('en').toFormat('LLLL d')}`;
}

function englishClock(local: DateTime): string {
  if (local.minute === 0 && local.hour % 12 === 0) return local.hour === 0 ? 'midnight' : 'noon';
  const minute = local.minute === 0 ? '' : `:${String(local.minute).padStart(2, '0')}`;
  return `${local.hour % 12 === 0 ? 12 : local.hour % 12}${minute} ${local.hour < 12 ? 'a.m.' : 'p.m.'}`;
}

/** An estimate in seconds: 4.6 Chinese characters or 15 Latin letters a second. */
export function speechSeconds(text: string): number {
  const chinese = (text.match(/\p{Script=Han}/gu) ?? []).length;
  const other = text.length - chinese;
  return chinese / 4.6 + other / 15;
}
