import type {
  CallOrder,
  CallState,
  Carrier,
  CarrierCall,
  CarrierText,
  Placed,
  TextOrder,
} from '../../src/carrier/carrier';
import type { Clock } from '../../src/clock';
import { HotlineError } from '../../src/errors';

/** What the carrier does with the next orders. */
type Mood =
  | { readonly kind: 'takes' }
  | { readonly kind: 'refuses'; readonly reason: string }
  /** 429: nothing was done. */
  | { readonly kind: 'busy'; readonly retryAfterMs: number }
  /** The request got no answer; the order may have been taken all the same. */
  | { readonly kind: 'silent'; readonly taken: boolean };

interface KnownCall {
  readonly sid: string;
  readonly order: CallOrder;
  readonly createdAt: Date;
  state: CallState;
}

interface KnownText {
  readonly sid: string;
  readonly order: TextOrder;
  readonly createdAt: Date;
}

/** A carrier without phones for tests of the services: it writes down what it is asked. */
export class RecordingCarrier implements Carrier {
  readonly calls: KnownCall[] = [];
  readonly texts: KnownText[] = [];
  readonly hungUp: string[] = [];
  readonly asked: string[] = [];
  readonly deletedRecordings: string[] = [];
  mood: Mood = { kind: 'takes' };
  /** Numbers that it refuses, and why. */
  readonly refused = new Map<string, string>();
  /** Runs while a call is being ordered, before the answer. */
  meanwhile: (order: CallOrder, sid: string) => Promise<void> = () => Promise.resolve();
  private made = 0;

  constructor(private readonly clock: Clock) {}

  /** Knows from now on what another one knows. */
  learnFrom({ calls, texts, made }: RecordingCarrier): void {
    this.calls.push(...calls.map((call) => ({ ...call })));
    this.texts.push(...texts);
    this.made = made;
  }

  /** Numbers called, in order. */
  get dialled(): string[] {
    return this.calls.map(({ order }) => order.to);
  }

  async placeCall(order: CallOrder): Promise<Placed> {
    this.made += 1;
    const call: KnownCall = { sid: `CA${this.made}`, order, createdAt: this.clock.now(), state: 'queued' };
    return this.take(order.to, call.sid, async () => {
      this.calls.push(call);
      await this.meanwhile(order, call.sid);
    });
  }

  async sendText(order: TextOrder): Promise<Placed> {
    this.made += 1;
    const text: KnownText = { sid: `SM${this.made}`, order, createdAt: this.clock.now() };
    return this.take(order.to, text.sid, () => {
      this.texts.push(text);
      return Promise.resolve();
    });
  }

  hangUp(callSid: string): Promise<void> {
    this.hungUp.push(callSid);
    return Promise.resolve();
  }

  findCall(callSid: string): Promise<CarrierCall | null> {
    this.asked.push(callSid);
    const call = this.calls.find(({ sid }) => sid === callSid);
    return Promise.resolve(call ? asCarrierCall(call) : null);
  }

  findCallsTo(to: string, since: Date): Promise<CarrierCall[]> {
    this.asked.push(to);
    const found = this.calls.filter(({ order, createdAt }) => order.to === to && createdAt >= since);
    return Promise.resolve(found.map(asCarrierCall));
  }

  findTextsTo(to: string, since: Date): Promise<CarrierText[]> {
    this.asked.push(to);
    const found = this.texts.filter(({ order, createdAt }) => order.to === to && createdAt >= since);
    return Promise.resolve(
      found.map(({ sid, order, createdAt }) => ({ sid, to, body: order.body, state: 'sent' as const, createdAt })),
    );
  }

  async deleteRecording(recordingSid: string): Promise<void> {
    await this.take('', recordingSid, () => {
      this.deletedRecordings.push(recordingSid);
      return Promise.resolve();
    });
  }

  private async take(to: string, sid: string, work: () => Promise<void>): Promise<Placed> {
    const reason = this.refused.get(to);
    const mood: Mood = reason === undefined ? this.mood : { kind: 'refuses', reason };
    if (mood.kind === 'refuses') throw new HotlineError('carrier_refused', 'refused', { reason: mood.reason });
    if (mood.kind === 'busy') throw unavailable(false, mood.retryAfterMs);
    if (mood.kind === 'takes' || mood.taken) await work();
    if (mood.kind === 'silent') throw unavailable(true, 1000);
    return { sid };
  }
}

const unavailable = (ambiguous: boolean, retryAfterMs: number): HotlineError =>
  new HotlineError('carrier_unavailable', 'no answer', { ambiguous, retryAfterMs });

const asCarrierCall = ({ sid, order, state, createdAt }: KnownCall): CarrierCall => ({
  sid,
  to: order.to,
  state,
  createdAt,
});
