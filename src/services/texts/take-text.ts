import { isDatabaseUnavailable } from '../../../models/database';
import { isChineseText, readInboundText, type InboundWord } from '../../domain/inbound-text';
import { isAllowedNumber } from '../../phone-number';
import type { Context } from '../context';
import { renderText } from '../prompts';
import { receiveText } from './receive-text';
import { type ReceivedText } from './text-sender';
import { keepForLater } from '../keep-for-later';

/** What is said at once to a text that is kept: nobody asked STOP for an answer, and two machines must not talk for ever. */
const said: Readonly<Record<NonNullable<InboundWord['word']>, string | null>> = {
  status: 'text.kept',
  out: 'text.kept',
  on: 'text.kept',
  start: 'text.kept',
  stop: null,
  // A job is taken only by what the rows say: an answer that is read later would come too late.
  accept: 'text.staff-not-taken',
  decline: 'text.staff-not-taken',
};

/** Takes a text also while the database is down: then it is on the disk when this resolves with what its sender is to read, null for nothing. */
export async function takeText(context: Context, text: ReceivedText): Promise<string | null> {
  try {
    await receiveText(context, text);
    return null;
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
  }
  await spoolText(context, text);
  // Whose number it is cannot be looked up: what 1 and 2 are answered with fits our people and customers alike.
  const { word } = readInboundText(text.body, true);
  const prompt = word === null ? null : said[word];
  if (prompt === null || !isAllowedNumber(text.from, context.settings.allowedPrefixes)) return null;
  return languagesOf(context, text)
    .map((language) => renderText(context, language, prompt))
    .join('\n');
}

/** Chinese to who writes Chinese; else every language, since none is known of the sender. */
function languagesOf({ flows, settings }: Context, { body }: ReceivedText): readonly string[] {
  if (isChineseText(body)) return ['zh-CN'];
  const others = flows.languages.filter((language) => language !== settings.defaultLanguage);
  return [settings.defaultLanguage, ...others];
}
/** Keeps a text to the hotline; `replaySpool` does what it asks for, in the order in which they came, also when the carrier sent one twice. */
export async function spoolText(context: Context, { sid, from, body }: ReceivedText): Promise<void> {
  if ((await context.spool.find(sid, 0)) !== null) return;
  const nothing = { facts: {}, language: context.settings.defaultLanguage, recordingSid: null };
  await keepForLater(context, { ...nothing, kind: 'text', call: { sid, phone: from }, reportNo: 0, body });
}
