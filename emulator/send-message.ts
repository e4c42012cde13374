import { API_VERSION } from './call-params';
import type { Message, MessageOrder, MessageStatus } from './message';
import type { Network } from './network';
import { notify } from './notify';
import type { Params } from './signature';

export function createMessage(exchange: Network, order: MessageOrder): Message {
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
export function sendMessage(exchange: Network, message: Message): void {
  exchange.clock.after(0, () => {
    exchange.spawn(deliverMessage(exchange, message));
  });
}

async function deliverMessage(exchange: Network, message: Message): Promise<void> {
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
/** Codes of texts that never left: the queue was full, the account suspended, or their validity period over. */
const NOT_SENT = new Set([30001, 30002, 30036]);

async function fail(
  exchange: Network,
  message: Message,
  status: 'failed' | 'undelivered',
  code: number,
): Promise<void> {
  message.errorCode = code;
  await move(exchange, message, status);
}

async function move(exchange: Network, message: Message, status: MessageStatus): Promise<void> {
  message.status = status;
  message.updatedAt = exchange.clock.now();
  if (status === 'sent') message.sentAt = message.updatedAt;
  const { statusCallback: url, to: who } = message;
  if (url === null) return;
  await notify(exchange, { url, method: 'POST', params: statusParams(exchange, message), callSid: null, who });
}

function statusParams(exchange: Network, message: Message): Params {
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
