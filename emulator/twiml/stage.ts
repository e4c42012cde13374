import type { Call } from '../call';
import type { QueueExchange } from '../queue';
import type { Run } from '../run';
import type { Params } from '../signature';
import type { Method } from '../webhook';
import { callParams } from '../call-params';
import type { Document } from './document';
import type { Source } from './source';
import type { Element } from './element';
import { TwimlError } from './parse';

/** What a verb acts on. */
export interface Stage {
  readonly call: Call;
  readonly run: Run;
  readonly document: Document;
  readonly exchange: QueueExchange;
  /** Runs documents in which only some verbs are allowed, such as what a caller hears in a queue. Throws TwimlError when one cannot be fetched. */
  readonly performAside: (run: Run, source: Source, allowed: ReadonlySet<string>) => Promise<void>;
}

/** Runs one verb; what it answers is the next document, or nothing when the next verb follows. */
export type Verb = (element: Element, stage: Stage) => Promise<Source | undefined>;

/** The absolute URL of a reference in a document; none, or an empty one, means the document itself. Throws TwimlError 11100. */
export function resolveUrl(document: Document, reference: string | undefined): string {
  try {
    if (document.url === null) return new URL(reference ?? '').href;
    return reference === undefined || reference === '' ? document.url : new URL(reference, document.url).href;
  } catch {
    throw new TwimlError(11100, `Invalid URL format: '${reference ?? ''}'`, document.url ?? '');
  }
}

export function methodOf(element: Element, attribute = 'method'): Method {
  return element.attributes[attribute]?.toUpperCase() === 'GET' ? 'GET' : 'POST';
}

/** The document that the verb's `action` leads to. */
export function actionOf(element: Element, stage: Stage, params: Params): Source {
  const url = resolveUrl(stage.document, element.attributes['action']);
  return { kind: 'fetch', url, method: methodOf(element), params };
}

/** Requests an action for a call that is already over; its answer is not run. */
export function closeWith(source: Source, stage: Stage): void {
  const { call } = stage;
  if (source.kind !== 'fetch' || call.status === 'failed') return;
  const base = callParams(call);
  const { url, method } = source;
  const params = { ...base, ...source.params };
  const who = call.phone.number;
  call.closing.push(
    call.exchange.webhooks.send({ url, method, params, paramsAfterRedirect: base, callSid: call.sid, who }),
  );
}
