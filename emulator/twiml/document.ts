import type { Call } from '../call';
import { callParams } from '../call-params';
import { type Exchanged, exchangedOf } from '../journal';
import { withoutFragment } from '../signature';
import type { WebhookAnswer } from '../webhook';
import type { Element } from './element';
import { parseTwiml, TwimlError } from './parse';
import type { Source } from './source';

export interface Document {
  /** What relative URLs are resolved against; null for TwiML that came with the call. */
  readonly url: string | null;
  readonly verbs: readonly Element[];
}

const LONGEST = 64 * 1024;

/** Gets and reads a document; throws TwimlError with Twilio's code when that cannot be done. */
export async function loadDocument(call: Call, source: Source): Promise<Document> {
  if (source.kind === 'inline') return documentOf(call, null, source.twiml, null);
  const base = callParams(call);
  const params = { ...base, ...source.params };
  const { url, method } = source;
  const who = call.phone.number;
  const answer = await call.exchange.webhooks.send({
    ...{ url, method, params, who },
    paramsAfterRedirect: base,
    callSid: call.sid,
  });
  const exchanged = exchangedOf({ method, params }, answer.ok ? answer : answer.response);
  return documentOf(call, withoutFragment(answer.url), textOf(answer, exchanged), exchanged);
}

function textOf(answer: WebhookAnswer, exchanged: Exchanged): string {
  const refuse = (code: number, message: string): never => {
    throw new TwimlError(code, message, answer.url, exchanged);
  };
  if (!answer.ok) return refuse(answer.code, answer.message);
  if (answer.body.length > LONGEST) return refuse(11750, 'TwiML response body too large');
  const text = answer.body.toString('utf8');
  const type = (answer.contentType.split(';')[0] ?? '').trim().toLowerCase();
  if (['text/xml', 'application/xml', 'text/html'].includes(type)) return text;
  if (type === 'text/plain') return `<Response><Say>${escaped(text)}</Say></Response>`;
  if (type.startsWith('audio/')) return `<Response><Play>${escaped(answer.url)}</Play></Response>`;
  return refuse(12300, `Invalid Content-Type '${answer.contentType}'`);
}

function documentOf(call: Call, url: string | null, xml: string, exchanged: Exchanged | null): Document {
  const { verbs, warnings } = parseTwiml(xml, url ?? '', exchanged);
  const { clock, journal } = call.exchange;
  for (const warning of warnings) {
    journal.notice({
      ...warning,
      at: clock.now(),
      level: 'warning',
      url: url ?? '',
      callSid: call.sid,
      exchanged,
    });
  }
  return { url, verbs };
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
