import { isDatabaseUnavailable } from '../../../models/database';
import { isChineseText, readInboundText, type InboundWord } from '../../domain/inbound-text';
import { isAllowedNumber } from '../../phone-number';
import type { Context } from '../context';
import { renderText } from '../prompts';
import { receiveText } from './receive-text';
import { type ReceivedText } from './text-sender';
import { keepForLater } from '../keep-for-later';

/** What is answered at once to a text that is kept; null is no answer: STOP wants none, and unknown texts get none, so that two machines do not answer each other for ever. */
const said: Readonly<Record<NonNullable<InboundWord['word']>, string | null>> = {
  status: 'text.kept',
  out: 'text.kept',
  on: 'text.kept',
  start: 'text.kept',
  stop: null,
  // Only the rows can give somebody a job, and when this text is read later it may be too late for that.
  accept: 'text.staff-not-taken',
  decline: 'text.staff-not-taken',
};

/** Takes a text. While the database is down it is on the disk when this resolves, with what to answer its sender at once; null means nothing. */
export async function takeText(context: Context, text: ReceivedText): Promise<string | null> {
  try {
    await receiveText(context, text);
    return null;
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
  }
  await spoolText(context, text);
  // The number cannot be looked up now, so the answer to 1 and 2 must suit our people and customers alike.
  const { word } = readInboundText(text.body, true);
  const prompt = word === null ? null : said[word];
  if (prompt === null || !isAllowedNumber(text.from, context.settings.allowedPrefixes)) return null;
  return languagesOf(context, text)
    .map((language) => renderText(context, language, prompt))
    .join('\n');
}

/** Chinese for a text in Chinese; else every language, since the sender's is not known. */
function languagesOf({ flows, settings }: Context, { body }: ReceivedText): readonly string[] {
  if (isChineseText(body)) return ['zh-CN'];
  const others = flows.languages.filter((language) => language !== settings.defaultLanguage);
  return [settings.defaultLanguage, ...others];
}
/** Keeps a text to the hotline on the disk, where a repetition changes nothing; `replaySpool` does what the texts ask for, in the order in which they came. */
export async function spoolText(context: Context, { sid, from, body }: ReceivedText): Promise<void> {
  if ((await context.spool.find(sid, 0)) !== null) return;
  const nothing = { facts: {}, language: context.settings.defaultLanguage, recordingSid: null };
  await keepForLater(context, { ...nothing, kind: 'text', call: { sid, phone: from }, reportNo: 0, body });
}
