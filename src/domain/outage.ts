import { speechSeconds, type Words } from './speech';

/** Known interruptions of supply: which one a place is under, and what may be said about it. */

export const outageKinds = ['planned', 'fault'] as const;
export type OutageKind = (typeof outageKinds)[number];

/** An outage as the rules see it. */
export interface OutageFacts {
  readonly code: string;
  readonly kind: string;
  readonly networkNodeCode: string;
  readonly startsAt: Date;
  readonly expectedEndAt: Date | null;
  readonly nextNewsAt: Date | null;
  readonly state: string;
}

/** Whether an outage is going on: it has begun and nobody has reported it restored, even if its expected end has passed. */
export function isUnderWay({ state, startsAt }: OutageFacts, now: Date): boolean {
  return state === 'current' && startsAt <= now;
}

/** Whether every time of the outage passed more than `believedFor` milliseconds ago and nobody reported anything: callers are no longer told of it, and can report a fault. */
export function isForgotten(outage: OutageFacts, now: Date, believedFor: number): boolean {
  const { startsAt, expectedEndAt, nextNewsAt } = outage;
  const last = Math.max((expectedEndAt ?? startsAt).getTime(), nextNewsAt?.getTime() ?? 0);
  return last + believedFor <= now.getTime();
}

interface KnownOutage extends OutageTimes {
  readonly state: 'current' | 'restored';
  readonly restoredAt: Date | null;
  readonly lateNotedAt: Date | null;
}

/** The state of an outage after an import names it: the import does not reopen a restored outage, unless it gives a start after the restoration, which means another interruption. */
export function stateAfterImport(
  known: KnownOutage | undefined,
  row: Pick<OutageFacts, 'startsAt' | 'expectedEndAt' | 'nextNewsAt'>,
): Pick<KnownOutage, 'state' | 'restoredAt' | 'lateNotedAt'> {
  const current = { state: 'current', restoredAt: null, lateNotedAt: null } as const;
  if (known === undefined) return current;
  const { state, restoredAt, lateNotedAt } = known;
  if (state === 'restored')
    return restoredAt !== null && row.startsAt > restoredAt ? current : { state, restoredAt, lateNotedAt };
  return isNewTime(known, row) ? current : { ...current, lateNotedAt };
}

/** Whether an import gives another expected end or another time for news. */
export const isNewTime = (known: OutageTimes, row: OutageTimes): boolean =>
  known.expectedEndAt?.getTime() !== row.expectedEndAt?.getTime() ||
  known.nextNewsAt?.getTime() !== row.nextNewsAt?.getTime();

type OutageTimes = Pick<OutageFacts, 'expectedEndAt' | 'nextNewsAt'>;

/**
 * The outages that darken a place, the nearest to it first and of one node the latest first.
 * `chain` is the place's node and all above it, lowest first.
 */
export function outagesOn<T extends OutageFacts>(outages: readonly T[], chain: readonly string[], now: Date): T[] {
  return outages
    .filter((outage) => isUnderWay(outage, now) && chain.includes(outage.networkNodeCode))
    .sort(
      (a, b) =>
        chain.indexOf(a.networkNodeCode) - chain.indexOf(b.networkNodeCode) ||
        b.startsAt.getTime() - a.startsAt.getTime() ||
        a.code.localeCompare(b.code),
    );
}

/** What can honestly be said about the end: a time ahead, the next news, that a time has passed, or nothing yet. */
export type EndNews =
  | { readonly kind: 'end'; readonly at: Date }
  | { readonly kind: 'news'; readonly at: Date }
  | { readonly kind: 'late'; readonly expectedAt: Date; readonly newsAt: Date | null }
  | { readonly kind: 'open' };

export function endNews({ expectedEndAt, nextNewsAt }: OutageFacts, now: Date): EndNews {
  const newsAt = nextNewsAt !== null && nextNewsAt > now ? nextNewsAt : null;
  if (expectedEndAt !== null && expectedEndAt > now) return { kind: 'end', at: expectedEndAt };
  if (expectedEndAt !== null) return { kind: 'late', expectedAt: expectedEndAt, newsAt };
  return newsAt === null ? { kind: 'open' } : { kind: 'news', at: newsAt };
}

/** The time that a customer was given for power or for news; null when none was. */
export function timeTold(news: EndNews): { readonly kind: 'restore' | 'news'; readonly at: Date } | null {
  if (news.kind === 'end') return { kind: 'restore', at: news.at };
  const newsAt = news.kind === 'news' ? news.at : news.kind === 'late' ? news.newsAt : null;
  return newsAt === null ? null : { kind: 'news', at: newsAt };
}

/** Whether the expected end moved so far that those who asked must know; milliseconds. */
export function endMoved(told: Date | null, expected: Date | null, changeOver: number): boolean {
  if (told === null || expected === null) return told !== expected;
  return Math.abs(expected.getTime() - told.getTime()) > changeOver;
}

/** As many clauses of a cause as can be said in `seconds`, in both languages; null when there is no cause or even its first clause is too long. */
export function spokenCause(cause: Words, seconds: number): Words | null {
  const zh = clauses(cause.zh, /[,;\u{FF0C}\u{FF1B}\u{3002}]/u, '\u{FF0C}', seconds);
  const en = clauses(cause.en, /[,;.]\s*/, ', ', seconds);
  return zh === '' || en === '' ? null : { zh, en };
}

function clauses(text: string, between: RegExp, joint: string, seconds: number): string {
  let said = '';
  for (const clause of text.split(between).filter((part) => part.trim() !== '')) {
    const longer = said === '' ? clause.trim() : `${said}${joint}${clause.trim()}`;
    if (speechSeconds(longer) > seconds) break;
    said = longer;
  }
  return said;
}
