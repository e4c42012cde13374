import type { Exchange } from './exchange';
import { API_VERSION } from './call-params';
import { notify } from './notify';
import type { Params } from './signature';

type MessageStatus = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'received';
type MessageDirection = 'inbound' | 'outbound-api' | 'outbound-reply';

/** One text, either way. */
export interface Message {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  body: string;
  readonly direction: MessageDirection;
  readonly createdAt: Date;
  readonly statusCallback: string | null;
  status: MessageStatus;
  sentAt: Date | null;
  updatedAt: Date;
  errorCode: number | null;
}

export type MessageOrder = Pick<Message, 'from' | 'to' | 'body' | 'direction' | 'statusCallback'>;

export function createMessage(exchange: Exchange, order: MessageOrder): Message {
  const now = exchange.clock.now();
  const message: Message = {
    ...order,
    sid: exchange.sids.next('SM'),
    status: order.direction === 'inbound' ? 'received' : 'queued',
    createdAt: now,
    sentAt: null,
    updatedAt: now,
    errorCode: null,
  };
  exchange.messages.push(message);
  return message;
}

/** Carries an outbound text to its phone, and tells the program each step in order. */
export function sendMessage(exchange: Exchange, message: Message): void {
  exchange.clock.after(0, () => {
    exchange.spawn(deliverMessage(exchange, message));
  });
}

async function deliverMessage(exchange: Exchange, message: Message): Promise<void> {
  const phone = exchange.phone(message.to);
  await move(exchange, message, 'queued');
  const failure = phone.textFailure ?? (phone.persona === 'unreachable' ? UNREACHABLE : null);
  if (failure !== null && NOT_SENT.has(failure)) {
    await fail(exchange, message, 'failed', failure);
    return;
  }
  await move(exchange, message, 'sent');
  if (failure !== null) {
    await fail(exchange, message, 'undelivered', failure);
    return;
  }
  const { sid, from, to, body } = message;
  const at = exchange.clock.now();
  phone.texts.push({ at, from, body, sid });
  exchange.journal.add({ at, kind: 'text', who: to, callSid: null, text: body });
  await move(exchange, message, 'delivered');
}

const UNREACHABLE = 30003;
/** A full queue, a suspended account, a validity period that is over: the text never left. */
const NOT_SENT = new Set([30001, 30002, 30036]);

async function fail(
  exchange: Exchange,
  message: Message,
  status: 'failed' | 'undelivered',
  code: number,
): Promise<void> {
  message.errorCode = code;
  await move(exchange, message, status);
}

async function move(exchange: Exchange, message: Message, status: MessageStatus): Promise<void> {
  message.status = status;
  message.updatedAt = exchange.clock.now();
  if (status === 'sent') message.sentAt = message.updatedAt;
  const { statusCallback: url, to: who } = message;
  if (url === null) return;
  await notify(exchange, { url, method: 'POST', params: statusParams(exchange, message), callSid: null, who });
}

function statusParams(exchange: Exchange, message: Message): Params {
  return {
    AccountSid: exchange.options.accountSid,
    ApiVersion: API_VERSION,
    From: message.from,
    MessageSid: message.sid,
    MessageStatus: message.status,
    SmsSid: message.sid,
    SmsStatus: message.status,
    To: message.to,
    ...(message.errorCode === null ? {} : { ErrorCode: String(message.errorCode) }),
  };
}

const GSM = /^[\n\r !-~£¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€]*$/u;

/** How many segments a body is billed as: 160 characters of the GSM alphabet or 70 others, fewer when there are several. */
export function segmentsOf(body: string): number {
  const [single, several] = GSM.test(body) ? [160, 153] : [70, 67];
  return body.length <= single ? 1 : Math.ceil(body.length / several);
}
