import type { Call } from '../call';
import { callParams } from '../call-params';
import type { Params } from '../signature';
import { withoutFragment } from '../signature';
import type { Method, WebhookAnswer } from '../webhook';
import type { Element } from './element';
import { parseTwiml, TwimlError } from './parse';

/** Where the next document comes from. */
export type Source =
  | { readonly kind: 'fetch'; readonly url: string; readonly method: Method; readonly params: Params }
  | { readonly kind: 'inline'; readonly twiml: string };

export interface Document {
  /** What relative URLs are resolved against; null for TwiML that came with the call. */
  readonly url: string | null;
  readonly verbs: readonly Element[];
}

const LONGEST = 64 * 1024;

/** Gets and reads a document; throws TwimlError with Twilio's code when that cannot be done. */
export async function loadDocument(call: Call, source: Source): Promise<Document> {
  if (source.kind === 'inline') return documentOf(call, null, source.twiml);
  const base = callParams(call);
  const answer = await call.exchange.webhooks.send({
    url: source.url,
    method: source.method,
    params: { ...base, ...source.params },
    paramsAfterRedirect: base,
    callSid: call.sid,
    who: call.phone.number,
  });
  return documentOf(call, withoutFragment(answer.url), textOf(answer));
}

function textOf(answer: WebhookAnswer): string {
  if (!answer.ok) throw new TwimlError(answer.code, answer.message, answer.url);
  if (answer.body.length > LONGEST) throw new TwimlError(11750, 'TwiML response body too large', answer.url);
  const text = answer.body.toString('utf8');
  const type = (answer.contentType.split(';')[0] ?? '').trim().toLowerCase();
  if (['text/xml', 'application/xml', 'text/html'].includes(type)) return text;
  if (type === 'text/plain') return `<Response><Say>${escaped(text)}</Say></Response>`;
  if (type.startsWith('audio/')) return `<Response><Play>${escaped(answer.url)}</Play></Response>`;
  throw new TwimlError(12300, `Invalid Content-Type '${answer.contentType}'`, answer.url);
}

function documentOf(call: Call, url: string | null, xml: string): Document {
  const { verbs, warnings } = parseTwiml(xml, url ?? '');
  const { clock, journal } = call.exchange;
  for (const message of warnings) {
    const notice = { code: 12200, message: `Schema validation warning: ${message}`, url: url ?? '', callSid: call.sid };
    journal.notice({ at: clock.now(), level: 'warning', ...notice });
  }
  return { url, verbs };
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
