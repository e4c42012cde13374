import { EMPTY_PLACES, API_VERSION } from './call-params';
import { type Exchanged, exchangedOf } from './journal';
import { type Message, segmentsOf } from './message';
import type { Network } from './network';
import { createMessage, sendMessage } from './send-message';
import type { Element } from './twiml/element';
import { parseTwiml, TwimlError } from './twiml/parse';
import type { WebhookAnswer } from './webhook';

const STOP = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT']);
const START = new Set(['START', 'YES', 'UNSTOP']);

/** A phone's text reaches the emulated number: the program is told, and its Message verbs are sent back. */
export function receiveText(exchange: Network, from: string, to: string, body: string): void {
  const { smsUrl } = exchange.options;
  const word = body.trim().toUpperCase();
  if (STOP.has(word)) exchange.optOuts.add(from);
  if (START.has(word)) exchange.optOuts.delete(from);
  const message = createMessage(exchange, { from, to, body, direction: 'inbound', statusCallback: null });
  exchange.journal.add({ at: message.createdAt, kind: 'text', who: from, callSid: null, text: `sends: ${body}` });
  if (smsUrl !== undefined) exchange.spawn(tell(exchange, smsUrl, message));
}

async function tell(exchange: Network, url: string, message: Message): Promise<void> {
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
  const request = {
    url,
    method: 'POST',
    params,
    paramsAfterRedirect: params,
    callSid: null,
    who: message.from,
  } as const;
  const answer = await exchange.webhooks.send(request);
  reply(exchange, message.from, answer, exchangedOf(request, answer.ok ? answer : answer.response));
}

function reply(exchange: Network, to: string, answer: WebhookAnswer, exchanged: Exchanged): void {
  try {
    if (!answer.ok) throw new TwimlError(answer.code, answer.message, answer.url);
    const xml = answer.body.toString('utf8');
    const verbs = xml === '' ? [] : parseTwiml(xml, answer.url).verbs;
    for (const verb of verbs.filter(({ name }) => name === 'Message')) sendReply(exchange, to, verb, answer.url);
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error;
    const { code, message, url } = error;
    const at = exchange.clock.now();
    exchange.journal.notice({ at, level: 'error', code, message, url, callSid: null, exchanged });
  }
}

/** Sends the text of a Message verb, or of its Body elements where it has them, to the number that the verb names or else to the sender. */
function sendReply(exchange: Network, sender: string, verb: Element, documentUrl: string): void {
  const { to = sender, statusCallback, action } = verb.attributes;
  const bodies = verb.children.filter(({ name }) => name === 'Body').map(({ text }) => text);
  const reference = statusCallback ?? action;
  const order = {
    from: exchange.options.number,
    to,
    body: bodies.length > 0 ? bodies.join('\n') : verb.text,
    direction: 'outbound-reply',
    statusCallback: reference === undefined ? null : new URL(reference, documentUrl).href,
  } as const;
  if (order.body !== '') sendMessage(exchange, createMessage(exchange, order));
  else noteEmpty(exchange, documentUrl);
}

function noteEmpty({ clock, journal }: Network, url: string): void {
  journal.notice({ at: clock.now(), level: 'error', code: 14103, message: 'Message Invalid Body', url, callSid: null });
}
