import type { Outage } from '../../../models/outage';
import { endNews, spokenCause, timeTold } from '../../domain/outage';
import type { Value } from '../../domain/speech';
import type { Context } from '../context';

/** How many seconds of speech a cause may take where an outage is told: the news before the menu have ten in all. */
const causeSeconds = { 'caller.news': 3, 'caller.outage': 3.5, 'text.outage': 10.5 } as const;

/** What is said of an outage before the menu, at most ten seconds: cause, apology, and the time if there is one. */
export const newsWords = (context: Context, outage: Outage): Value => wordsOf(context, 'caller.news', outage);

/** What is said of an outage at `known-outage`. */
export const outageWords = (context: Context, outage: Outage): Value => wordsOf(context, 'caller.outage', outage);

/** As newsWords, in a text. */
export const outageText = (context: Context, outage: Outage): Value => wordsOf(context, 'text.outage', outage);

/** Whether the planned end has passed: a customer who is still dark then has a fault. */
export function isPlannedLate({ clock }: Context, outage: Outage): boolean {
  return outage.kind === 'planned' && endNews(outage, clock.now()).kind === 'late';
}

function wordsOf({ clock }: Context, prompt: keyof typeof causeSeconds, outage: Outage): Value {
  const news = endNews(outage, clock.now());
  const told = timeTold(news);
  const cause = causeOf(outage, causeSeconds[prompt]);
  const kind = `${prompt}.${outage.kind === 'planned' ? 'planned' : 'fault'}`;
  if (told?.kind === 'news') return { phrase: `${kind}-news`, vars: { cause, time: { time: told.at } } };
  const from = { time: outage.startsAt };
  if (told !== null) return { phrase: `${kind}-end`, vars: { cause, from, time: { time: told.at } } };
  if (news.kind !== 'late') return { phrase: `${kind}-open`, vars: { cause } };
  return { phrase: `${kind}-late`, vars: { cause, time: { time: news.expectedAt } } };
}

function causeOf({ kind, causeZh, causeEn }: Outage, seconds: number): Value {
  const words = spokenCause({ zh: causeZh, en: causeEn }, seconds);
  return words === null ? { phrase: kind === 'planned' ? 'outage.cause.planned' : 'outage.cause.fault' } : { words };
}
