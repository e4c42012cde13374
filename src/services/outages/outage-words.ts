import type { Outage } from '../../../models/outage';
import { endNews, spokenCause } from '../../domain/outage';
import type { Value } from '../../domain/speech';
import type { Context } from '../context';

/** How many seconds of speech a cause may take: in the news before the menu, which has ten in all, and at `known-outage`. */
const causeInNews = 3;
const causeInFull = 3.5;

/** What is said of an outage before the menu, at most ten seconds: cause, apology, and the time if there is one. */
export function newsWords({ clock }: Context, outage: Outage): Value {
  return wordsOf('caller.news', outage, clock.now(), causeInNews);
}

/** What is said of an outage at `known-outage`. */
export function outageWords({ clock }: Context, outage: Outage): Value {
  return wordsOf('caller.outage', outage, clock.now(), causeInFull);
}

/** As newsWords, in a text. */
export function outageText({ clock }: Context, outage: Outage): Value {
  return wordsOf('text.outage', outage, clock.now(), 3 * causeInFull);
}

/** Whether the planned end has passed: a customer who is still dark then has a fault. */
export function isPlannedLate({ clock }: Context, outage: Outage): boolean {
  return outage.kind === 'planned' && endNews(outage, clock.now()).kind === 'late';
}

function wordsOf(prompt: string, outage: Outage, now: Date, causeSeconds: number): Value {
  const news = endNews(outage, now);
  const cause = causeOf(outage, causeSeconds);
  const kind = `${prompt}.${outage.kind === 'planned' ? 'planned' : 'fault'}`;
  switch (news.kind) {
    case 'end':
      return { phrase: `${kind}-end`, vars: { cause, from: { time: outage.startsAt }, time: { time: news.at } } };
    case 'news':
      return { phrase: `${kind}-news`, vars: { cause, time: { time: news.at } } };
    case 'late':
      return news.newsAt === null
        ? { phrase: `${kind}-late`, vars: { cause, time: { time: news.expectedAt } } }
        : { phrase: `${kind}-news`, vars: { cause, time: { time: news.newsAt } } };
    case 'open':
      return { phrase: `${kind}-open`, vars: { cause } };
  }
}

function causeOf({ kind, causeZh, causeEn }: Outage, seconds: number): Value {
  const words = spokenCause({ zh: causeZh, en: causeEn }, seconds);
  return words === null ? { phrase: kind === 'planned' ? 'outage.cause.planned' : 'outage.cause.fault' } : { words };
}
