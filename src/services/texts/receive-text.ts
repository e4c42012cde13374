import { Op, UniqueConstraintError } from 'sequelize';
import { inTransaction } from '../../../models/database';
import { InboundText } from '../../../models/inbound-text';
import { isChineseText, mostUnknownAnswers, readInboundText, type InboundWord } from '../../domain/inbound-text';
import { isAllowedNumber } from '../../phone-number';
import type { Context } from '../context';
import { accountsOfPhone } from '../directory/find-account';
import { personOfPhone } from '../directory/person-of-phone';
import { optIn, optOut } from '../outbound/opt-out';
import { renderText } from '../prompts';
import { queueText } from '../outbound/queue-attempt';
import { answerOn, answerOut, answerStatus } from './receive-text-report';
import { answerLateAccept, answerOffer } from './receive-text-staff';
import type { ReceivedText, TextAnswer, TextSender } from './text-sender';

const hourMs = 3_600_000;
const longestBody = 500;

/** Does what a text to the hotline asks for and answers it by text (contract section 5); a repeated text changes nothing. */
export async function receiveText(context: Context, text: ReceivedText): Promise<void> {
  if ((await InboundText.findByPk(text.sid)) !== null) return;
  const sender = await senderOf(context, text);
  const word = readInboundText(text.body, sender.person !== null);
  const answer = await answerTo(context, sender, word);
  try {
    await inTransaction(() => keep(context, sender, word, answer));
  } catch (error) {
    // The carrier sent the same text twice at once, and the other copy was answered.
    if (!(error instanceof UniqueConstraintError)) throw error;
  }
  context.log.info('a text came in', { messageSid: text.sid, word: word.word });
}

/** Who sent the text; answered in Chinese if it is written in Chinese, else in the language on file. */
async function senderOf({ settings }: Context, text: ReceivedText): Promise<TextSender> {
  const person = await personOfPhone(text.from);
  const accounts = await accountsOfPhone(text.from);
  const onFile = person?.language ?? accounts[0]?.language ?? settings.defaultLanguage;
  return { text, person, accounts, language: isChineseText(text.body) ? 'zh-CN' : onFile };
}

type Answering = (context: Context, sender: TextSender, said: InboundWord) => Promise<TextAnswer | null>;

/** A late text changes no job, because its sender was told that the job was not taken. If the database took it just before it went down, the sender is told so now. */
const answerChoice: Answering = (context, sender, said) => {
  if (said.word !== 'accept' && said.word !== 'decline') return Promise.resolve(null);
  if (sender.text.isLate !== true) return answerOffer(context, sender, said.word, said.last);
  return said.word === 'accept' ? answerLateAccept(sender, said.last) : Promise.resolve(null);
};

/** Everything here is idempotent by the text's id or by what it asks for. */
const answers: Readonly<Record<NonNullable<InboundWord['word']>, Answering>> = {
  status: answerStatus,
  out: answerOut,
  on: answerOn,
  stop: async (context, { text }) => {
    await optOut(context, text.from, 'text');
    return null;
  },
  start: async (_context, { text }) => {
    await optIn(text.from);
    return { prompt: 'text.started' };
  },
  accept: answerChoice,
  decline: answerChoice,
};

async function answerTo(context: Context, sender: TextSender, said: InboundWord): Promise<TextAnswer | null> {
  if (said.word !== null) return answers[said.word](context, sender, said);
  return (await isTalkative(context, sender.text.from)) ? null : { prompt: 'text.unknown' };
}

/** Whether we have already sent this number the most answers to unknown texts in an hour; then we stop, as it may be another machine that answers our answers. */
async function isTalkative({ clock }: Context, fromPhone: string): Promise<boolean> {
  const receivedAt = { [Op.gt]: new Date(clock.now().getTime() - hourMs) };
  const answered = await InboundText.count({ where: { fromPhone, word: null, answered: true, receivedAt } });
  return answered >= mostUnknownAnswers;
}

async function keep(
  context: Context,
  { text, language }: TextSender,
  { word }: InboundWord,
  answer: TextAnswer | null,
): Promise<void> {
  const isAnswered = answer !== null && isAllowedNumber(text.from, context.settings.allowedPrefixes);
  await InboundText.create({
    sid: text.sid,
    fromPhone: text.from,
    body: text.body.slice(0, longestBody),
    word,
    answered: isAnswered,
    receivedAt: text.receivedAt,
  });
  if (!isAnswered) return;
  const body = renderText(context, language, answer.prompt, answer.vars);
  await queueText(context, { kind: 'receipt', priority: 'P1', toPhone: text.from, language, ticketId: null, body });
}
