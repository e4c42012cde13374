import { type CallFacts, callParams } from './call-params';
import { nextTurn } from './clock';
import type { Network } from './network';
import type { Params } from './signature';
import { rfc2822 } from './rfc2822';
import type { Method } from './webhook';

export type CallEvent = 'initiated' | 'ringing' | 'answered' | 'completed';
export const CALL_EVENTS: readonly CallEvent[] = ['initiated', 'ringing', 'answered', 'completed'];

export interface StatusTarget {
  readonly url: string;
  readonly method: Method;
  readonly events: ReadonlySet<CallEvent>;
}

/** A call as its status callbacks tell of it. */
interface ReportedCall extends CallFacts {
  readonly exchange: Network;
  readonly phone: { readonly number: string };
  readonly setup: CallFacts['setup'] & { readonly statusCallback: StatusTarget | null };
  readonly seconds: number;
  /** The last requests that a hang-up sets off. */
  readonly closing: readonly Promise<unknown>[];
}

/** Tells the program what becomes of a call, one event after another. */
export class StatusCallbacks {
  private sequence = 0;
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly call: ReportedCall) {}

  report(event: CallEvent): void {
    const target = this.call.setup.statusCallback;
    if (!target?.events.has(event)) return;
    const params = { ...callParams(this.call), ...this.details(event) };
    if (event === 'initiated') params['CallStatus'] = 'initiated';
    const before = this.last;
    this.last = before.then(() => this.deliver(event, target, params));
    this.call.exchange.spawn(this.last);
  }

  private details(event: CallEvent): Params {
    const { exchange, answeredBy, status, seconds } = this.call;
    const common = {
      CallbackSource: 'call-progress-events',
      SequenceNumber: String(this.sequence++),
      Timestamp: rfc2822(exchange.clock.now()),
    };
    if (event !== 'completed') return common;
    return {
      ...common,
      CallDuration: String(seconds),
      Duration: String(Math.ceil(seconds / 60)),
      SipResponseCode: SIP_CODES[status] ?? '200',
      ...(answeredBy === null ? {} : { AnsweredBy: answeredBy }),
    };
  }

  private async deliver(event: CallEvent, target: StatusTarget, params: Params): Promise<void> {
    const { exchange, sid, phone } = this.call;
    if (event === 'completed') {
      // What the hang-up interrupted adds its last request to `closing` within this turn.
      await nextTurn();
      await Promise.allSettled(this.call.closing);
    }
    const request = { ...target, params, paramsAfterRedirect: params, callSid: sid, who: phone.number };
    await exchange.courier.bring(request, (answer) => {
      const message = `Status callback failed: ${answer.message}`;
      const notice = { code: 15003, message, url: target.url, callSid: sid };
      exchange.journal.notice({ at: exchange.clock.now(), level: 'warning', ...notice });
    });
  }
}

const SIP_CODES: Readonly<Record<string, string>> = { busy: '486', 'no-answer': '487', failed: '404', canceled: '487' };
