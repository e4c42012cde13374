import { EMPTY_PLACES, API_VERSION } from './call-params';
import type { Exchange } from './exchange';
import { createMessage, segmentsOf, sendMessage } from './message';
import { parseTwiml, TwimlError } from './twiml/parse';
import type { WebhookAnswer } from './webhook';

const STOP = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT']);
const START = new Set(['START', 'YES', 'UNSTOP']);

/** A phone's text reaches the emulated number: the program is told, and its Message verbs are sent back. */
export function receiveText(exchange: Exchange, from: string, to: string, body: string): void {
  const { smsUrl } = exchange.options;
  const word = body.trim().toUpperCase();
  if (STOP.has(word)) exchange.optOuts.add(from);
  if (START.has(word)) exchange.optOuts.delete(from);
  const message = createMessage(exchange, { from, to, body, direction: 'inbound', statusCallback: null });
  exchange.journal.add({ at: message.createdAt, kind: 'text', who: from, callSid: null, text: `sends: ${body}` });
  if (smsUrl !== undefined) exchange.spawn(tell(exchange, smsUrl, message));
}

async function tell(exchange: Exchange, url: string, message: ReturnType<typeof createMessage>): Promise<void> {
  const params = {
    AccountSid: exchange.options.accountSid,
    ApiVersion: API_VERSION,
    Body: message.body,
    From: message.from,
    MessageSid: message.sid,
    NumMedia: '0',
    NumSegments: String(segmentsOf(message.body)),
    SmsMessageSid: message.sid,
    SmsSid: message.sid,
    SmsStatus: 'received',
    To: message.to,
    ...Object.fromEntries(Object.entries(EMPTY_PLACES).filter(([name]) => /^(From|To)/.test(name))),
  };
  const who = message.from;
  reply(
    exchange,
    who,
    await exchange.webhooks.send({ url, method: 'POST', params, paramsAfterRedirect: params, callSid: null, who }),
  );
}

function reply(exchange: Exchange, to: string, answer: WebhookAnswer): void {
  const { number: from } = exchange.options;
  try {
    if (!answer.ok) throw new TwimlError(answer.code, answer.message, answer.url);
    const xml = answer.body.toString('utf8');
    const verbs = xml === '' ? [] : parseTwiml(xml, answer.url).verbs;
    for (const { text } of verbs.filter(({ name }) => name === 'Message')) {
      const order = { from, to, body: text, direction: 'outbound-reply', statusCallback: null } as const;
      sendMessage(exchange, createMessage(exchange, order));
    }
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error;
    const { code, message, url } = error;
    exchange.journal.notice({ at: exchange.clock.now(), level: 'error', code, message, url, callSid: null });
  }
}
