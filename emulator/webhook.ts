import type { Chaos } from './chaos';
import { type Answered, type Delivery, deliver } from './delivery';
import type { Journal } from './journal';
import { type Overrides, overridesOf } from './connection-overrides';
import { type Params, signatureOf, withoutFragment } from './signature';
import type { Sids } from './sids';
import type { Clock } from './clock';

export type Method = 'GET' | 'POST';

export interface WebhookRequest {
  readonly url: string;
  readonly method: Method;
  readonly params: Params;
  /** Sent instead of `params` after a redirect: Twilio drops what was gathered there. */
  readonly paramsAfterRedirect: Params;
  readonly callSid: string | null;
  readonly who: string;
}

export type WebhookAnswer =
  | {
      readonly ok: true;
      readonly status: number;
      readonly body: Buffer;
      readonly contentType: string;
      readonly url: string;
    }
  | {
      readonly ok: false;
      readonly code: number;
      readonly message: string;
      readonly url: string;
      /** What the program answered, or null when there was no answer. */
      readonly response: Answered | null;
    };

/** A webhook that was repeated with its token and got another answer. */
export interface Violation {
  readonly url: string;
  readonly first: string;
  readonly second: string;
}

export interface WebhookSettings {
  readonly clock: Clock;
  readonly authToken: string;
  readonly journal: Journal;
  readonly sids: Sids;
  readonly repeat: boolean;
  readonly chaos: () => Chaos;
  readonly timeoutMs: number;
}

const MAX_REDIRECTS = 10;

/** Sends signed requests to the program under test. */
export class Webhooks {
  readonly violations: Violation[] = [];
  private inFlight = 0;

  constructor(private readonly settings: WebhookSettings) {}

  busy(): boolean {
    return this.inFlight > 0;
  }

  /** Asks for a document. Never throws: what went wrong is in the answer, with Twilio's error code. */
  send(request: WebhookRequest): Promise<WebhookAnswer> {
    const repeat = this.settings.chaos().repeatsDocument(request.who, request.url);
    return this.attempt(request, this.token(), repeat);
  }

  /** A new token; a webhook that is repeated keeps the one it had. */
  token(): string {
    return this.settings.sids.token();
  }

  /** Sends a webhook under its token, twice if it is to be repeated at once. Never throws. */
  async attempt(request: WebhookRequest, token: string, repeat = false): Promise<WebhookAnswer> {
    this.inFlight += 1;
    try {
      const answer = await this.follow(request, token);
      if (repeat || this.settings.repeat) await this.repeat(request, token, answer);
      return answer;
    } finally {
      this.inFlight -= 1;
    }
  }

  private async repeat(request: WebhookRequest, token: string, first: WebhookAnswer): Promise<void> {
    const second = await this.follow(request, token);
    const [before, after] = [readable(first), readable(second)];
    if (before !== after) this.violations.push({ url: request.url, first: before, second: after });
  }

  private async follow(request: WebhookRequest, token: string): Promise<WebhookAnswer> {
    let { url, method, params } = request;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const delivery = await this.tryRepeatedly(url, method, params, token);
      this.log(request, url, method, delivery);
      if (!('status' in delivery)) return { ok: false, ...delivery, url, response: null };
      if (delivery.location === null) return judged(delivery, url);
      url = new URL(delivery.location, withoutFragment(url)).href;
      if (delivery.status < 307) method = 'GET';
      params = request.paramsAfterRedirect;
    }
    return { ok: false, code: 11215, message: 'Too many redirects', url, response: null };
  }

  private async tryRepeatedly(url: string, method: Method, params: Params, token: string): Promise<Delivery> {
    const overrides = overridesOf(url, this.settings.timeoutMs);
    let delivery = await this.once(url, method, params, token, overrides);
    for (let retry = 0; retry < overrides.retries && overrides.retryOn(delivery); retry += 1) {
      delivery = await this.once(url, method, params, token, overrides);
    }
    return delivery;
  }

  private once(fullUrl: string, method: Method, params: Params, token: string, limits: Overrides): Promise<Delivery> {
    // The signature must cover the URL as it goes over the wire, where spaces and letters beyond ASCII are escaped.
    const plain = new URL(withoutFragment(fullUrl)).href;
    const url = method === 'GET' ? withQuery(plain, params) : plain;
    const form = method === 'POST' ? params : {};
    return deliver({
      url,
      method,
      body: method === 'POST' ? new URLSearchParams(params).toString() : null,
      timeoutMs: limits.totalMs,
      headers: {
        'X-Twilio-Signature': signatureOf(this.settings.authToken, url, form),
        'I-Twilio-Idempotency-Token': token,
        'User-Agent': 'TwilioProxy/1.1',
        Accept: '*/*',
      },
    });
  }

  private log(request: WebhookRequest, url: string, method: Method, delivery: Delivery): void {
    const outcome = 'status' in delivery ? String(delivery.status) : delivery.message;
    const { callSid, who } = request;
    const at = this.settings.clock.now();
    this.settings.journal.add({ at, kind: 'webhook', who, callSid, text: `${method} ${outcome}`, url });
  }
}

function judged(delivery: Answered, url: string): WebhookAnswer {
  const { status, body, contentType } = delivery;
  if (status >= 200 && status < 300) return { ok: true, status, body, contentType, url };
  const message = `HTTP retrieval failure: the server answered ${status}`;
  return { ok: false, code: 11200, message, url, response: delivery };
}

function withQuery(url: string, params: Params): string {
  const query = new URLSearchParams(params).toString();
  if (query === '') return url;
  return url + (url.includes('?') ? '&' : '?') + query;
}

function readable(answer: WebhookAnswer): string {
  return answer.ok ? `${answer.status} ${answer.body.toString('utf8')}` : `${answer.code} ${answer.message}`;
}
