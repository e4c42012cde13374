import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { URL, URLSearchParams } from 'node:url';
import { Lines } from './line.mjs';

export const account = { sid: `AC${'b'.repeat(32)}`, token: 'bench-token', number: '+8657195598' };

const prefix = randomBytes(8).toString('hex');
let made = 0;
/** An id such as the carrier gives. */
export const newSid = (kind) => `${kind}${prefix}${String((made += 1)).padStart(16, '0')}`;

const signatureOf = (url, params) => {
  const signed = Object.keys(params)
    .sort()
    .reduce((text, name) => text + name + params[name], url);
  return createHmac('sha1', account.token).update(signed, 'utf8').digest('base64');
};

const places = Object.fromEntries(
  ['From', 'To', 'Caller', 'Called'].flatMap((party) =>
    ['City', 'State', 'Zip', 'Country'].map((place) => [party + place, '']),
  ),
);

/** The fields that the carrier sends with every webhook of a call. */
export const callFields = ({ sid, from, to, direction, status }) => ({
  ...{ AccountSid: account.sid, ApiVersion: '2010-04-01', CallSid: sid, CallStatus: status, Direction: direction },
  ...{ From: from, To: to, Caller: from, Called: to, ...places },
});

/** Sends webhooks to the hotline as the carrier does: signed over the whole URL, each with a token of its own. */
export class Webhooks {
  /** `heard(kind, answer)` is told of every answer; kind is `document` or `callback`. */
  constructor(baseUrl, heard = () => undefined) {
    this.baseUrl = baseUrl;
    this.heard = heard;
    this.lines = new Lines(Number(new URL(baseUrl).port));
  }

  /** A webhook that is answered with what the call does next. */
  async document(url, fields) {
    const answer = await this.#send(url, fields);
    this.heard('document', answer);
    if (answer.status !== 200) throw new Error(`${new URL(url).pathname} answers ${answer.status}`);
    return answer.body;
  }

  /** A webhook that only tells something. */
  async callback(url, fields) {
    const answer = await this.#send(url, fields);
    this.heard('callback', answer);
    if (answer.status !== 204 && answer.status !== 200)
      throw new Error(`${new URL(url).pathname} answers ${answer.status}`);
  }

  #send(url, fields) {
    const { path, headers, body } = signedRequest(url, fields);
    return this.lines.with((line) => line.post(path, headers, body));
  }
}

/** What goes over the wire for a webhook to this URL. A fragment is for the carrier itself: neither sent nor signed. */
export function signedRequest(url, fields) {
  const plain = url.split('#')[0];
  const headers =
    `X-Twilio-Signature: ${signatureOf(plain, fields)}\r\nI-Twilio-Idempotency-Token: ${randomUUID()}\r\n` +
    'Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n';
  return {
    path: plain.slice(plain.indexOf('/', 'http://'.length)),
    headers,
    body: new URLSearchParams(fields).toString(),
  };
}
