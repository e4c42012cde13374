import type { Call } from '../call';
import { API_VERSION } from '../call-params';
import type { Exchange } from '../exchange';
import { type Message, segmentsOf } from '../message';
import { rfc2822 } from '../rfc2822';

function dateOf(date: Date | null): string | null {
  return date === null ? null : rfc2822(date);
}

/** A call as Twilio's OpenAPI has it. */
export function presentCall(call: Call): object {
  const { accountSid, number } = call.exchange.options;
  const uri = `/${API_VERSION}/Accounts/${accountSid}/Calls/${call.sid}`;
  const { from, to, direction, parent } = call.setup;
  return {
    sid: call.sid,
    date_created: dateOf(call.createdAt),
    date_updated: dateOf(call.endedAt ?? call.answeredAt ?? call.createdAt),
    parent_call_sid: parent?.sid ?? null,
    account_sid: accountSid,
    to,
    to_formatted: to,
    from,
    from_formatted: from,
    phone_number_sid: from === number || to === number ? numberSid(accountSid) : null,
    status: call.status,
    start_time: dateOf(call.startedAt),
    end_time: dateOf(call.endedAt),
    duration: call.endedAt ? String(call.seconds) : null,
    price: null,
    price_unit: 'USD',
    direction,
    answered_by: call.answeredBy,
    api_version: API_VERSION,
    forwarded_from: null,
    group_sid: null,
    caller_name: null,
    queue_time: String(call.queuedForMs),
    trunk_sid: null,
    uri: `${uri}.json`,
    subresource_uris: { recordings: `${uri}/Recordings.json`, notifications: `${uri}/Notifications.json` },
  };
}

function numberSid(accountSid: string): string {
  return `PN${Buffer.from(accountSid).toString('hex').padEnd(32, '0').slice(0, 32)}`;
}

export function presentMessage(exchange: Exchange, message: Message): object {
  const { accountSid } = exchange.options;
  const uri = `/${API_VERSION}/Accounts/${accountSid}/Messages/${message.sid}`;
  return {
    sid: message.sid,
    account_sid: accountSid,
    messaging_service_sid: null,
    body: message.body,
    num_segments: String(segmentsOf(message.body)),
    num_media: '0',
    direction: message.direction,
    from: message.from,
    to: message.to,
    status: message.status,
    date_created: dateOf(message.createdAt),
    date_updated: dateOf(message.updatedAt),
    date_sent: dateOf(message.sentAt),
    price: null,
    price_unit: 'USD',
    error_code: message.errorCode,
    error_message: message.errorCode === null ? null : `Error ${message.errorCode}`,
    api_version: API_VERSION,
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  };
}

export function presentAccount(exchange: Exchange): object {
  const { accountSid, authToken, number } = exchange.options;
  const uri = `/${API_VERSION}/Accounts/${accountSid}`;
  return {
    sid: accountSid,
    auth_token: authToken,
    date_created: rfc2822(new Date(0)),
    date_updated: rfc2822(new Date(0)),
    friendly_name: `Emulated carrier of ${number}`,
    owner_account_sid: accountSid,
    status: 'active',
    type: 'Full',
    uri: `${uri}.json`,
    subresource_uris: { calls: `${uri}/Calls.json`, messages: `${uri}/Messages.json` },
  };
}
