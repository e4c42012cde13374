import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { URL, URLSearchParams } from 'node:url';
import { account, callFields, newSid } from './carrier.mjs';
import { Tally } from './figures.mjs';
import { PhoneCall } from './phone-call.mjs';

/** How long a phone rings before somebody picks up, in milliseconds. */
const picksUpAfter = 1000;
const api = `/2010-04-01/Accounts/${account.sid}`;

/** The carrier's REST API, as far as the hotline asks it. Every phone that is rung is answered after a second, presses 1 once and is hung up; every text arrives. */
export class CarrierRest {
  #calls = new Map();
  #texts = new Map();
  #stopped = false;

  /** `ordered({ kind, to, at })` is told the moment a call or text is ordered. */
  constructor(ordered = () => undefined) {
    this.ordered = ordered;
    this.placed = { calls: 0, texts: 0 };
    /** Where what becomes of calls is told; known once the hotline is. */
    this.webhooks = null;
    this.problems = new Tally();
    this.server = createServer((request, response) => void this.#answer(request, response));
  }

  async start() {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  /** From now on nothing is told any more. */
  stop() {
    this.#stopped = true;
    this.server.closeAllConnections();
    this.server.close();
  }

  async #answer(request, response) {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { pathname, searchParams } = new URL(request.url, 'http://127.0.0.1');
    const fields = request.method === 'POST' ? new URLSearchParams(body) : searchParams;
    const [status, answer] = this.#resource(request.method, pathname.replace(api, ''), fields);
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  }

  #resource(method, path, fields) {
    const one = /^\/Calls\/(CA\w+)\.json$/.exec(path)?.[1];
    if (one !== undefined) return this.#oneCall(one, method, fields);
    if (path === '/Calls.json')
      return method === 'POST' ? [201, this.#order('call', fields)] : this.#list('calls', fields);
    if (path === '/Messages.json')
      return method === 'POST' ? [201, this.#order('text', fields)] : this.#list('messages', fields);
    return [404, { code: 20404, message: 'The requested resource was not found', status: 404 }];
  }

  /** Calls of callers are known to the generator alone: they go on. */
  #oneCall(sid, method, fields) {
    const call = this.#calls.get(sid);
    if (method === 'POST' && call !== undefined && fields.get('Status') === 'completed') call.status = 'completed';
    return [200, call ?? { sid, to: account.number, status: 'in-progress', date_created: new Date().toUTCString() }];
  }

  #list(name, fields) {
    const known = name === 'calls' ? this.#calls : this.#texts;
    const items = [...known.values()].filter(({ to }) => to === fields.get('To')).reverse();
    return [200, { [name]: items.slice(0, 50), page_size: 50, page: 0, next_page_uri: null }];
  }

  #order(kind, fields) {
    const to = fields.get('To');
    this.ordered({ kind, to, at: performance.now() });
    const resource = {
      ...{ sid: newSid(kind === 'call' ? 'CA' : 'SM'), account_sid: account.sid, to, from: fields.get('From') },
      ...{ status: 'queued', direction: 'outbound-api', date_created: new Date().toUTCString(), queue_time: '0' },
      ...(kind === 'text' && { body: fields.get('Body') }),
    };
    this.placed[kind === 'call' ? 'calls' : 'texts'] += 1;
    (kind === 'call' ? this.#calls : this.#texts).set(resource.sid, resource);
    const happens = kind === 'call' ? this.#ring(resource, fields) : this.#deliver(resource, fields);
    happens.catch((error) => {
      if (!this.#stopped) this.problems.add(`${kind}: ${error.message}`);
    });
    return { ...resource };
  }

  async #deliver(text, fields) {
    await pause(100);
    for (const status of ['sent', 'delivered']) {
      text.status = status;
      const about = { MessageSid: text.sid, SmsSid: text.sid, MessageStatus: status, SmsStatus: status };
      await this.#tell(fields, {
        AccountSid: account.sid,
        ApiVersion: '2010-04-01',
        From: text.from,
        To: text.to,
        ...about,
      });
    }
  }

  async #ring(resource, fields) {
    const { to, from } = resource;
    const call = new PhoneCall(this.webhooks, { from, to, direction: 'outbound-api' });
    call.sid = resource.sid;
    let sequence = 0;
    const report = (status, more = {}) => {
      resource.status = status === 'initiated' ? 'queued' : status;
      const event = { CallbackSource: 'call-progress-events', SequenceNumber: String(sequence++), ...more };
      return this.#tell(fields, { ...callFields({ ...call, status }), ...event });
    };
    await pause(50);
    await report('initiated');
    await report('ringing');
    await pause(picksUpAfter);
    if (resource.status === 'completed') return report('canceled');
    await Promise.all([report('in-progress'), call.answer(fields.get('Url'))]);
    if (call.asked.asks === 'keys') await call.press('1');
    return report('completed', { CallDuration: '6', Duration: '1', AnsweredBy: 'human' });
  }

  #tell(fields, about) {
    const url = fields.get('StatusCallback');
    return url === null ? Promise.resolve() : this.webhooks.callback(url, about);
  }
}
