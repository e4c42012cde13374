import type { Call, Perform } from './call';
import { Chaos } from './chaos';
import { OwnTimers } from './clock';
import { Courier } from './courier';
import { FastForward } from './fast-forward';
import { Journal } from './journal';
import type { Message } from './message';
import type { EmulatorOptions } from './options';
import { Phone, type PhoneExchange, type RingListener } from './phone';
import type { Queue, QueueExchange } from './queue';
import type { Recording } from './recording';
import { Interrupted } from './run';
import { Sids } from './sids';
import { type Tempo, tempoOf } from './tempo';
import { Webhooks } from './webhook';

const DAY_MS = 86_400_000;

/** The emulated network: every phone, call and text, and what connects them. */
export class Exchange implements QueueExchange, PhoneExchange {
  readonly clock: OwnTimers;
  readonly tempo: Tempo;
  /** How the clock is moved, when it can be. */
  readonly time: FastForward;
  readonly journal: Journal;
  readonly sids: Sids;
  readonly perform: Perform;
  readonly webhooks: Webhooks;
  readonly courier: Courier;
  /** May be replaced at any time. */
  chaos: Chaos;
  speechPace = 1;
  readonly calls: Call[] = [];
  readonly messages: Message[] = [];
  readonly recordings: Recording[] = [];
  readonly queues: Queue[] = [];
  readonly phones = new Map<string, Phone>();
  readonly optOuts = new Set<string>();
  readonly ringListeners = new Set<RingListener>();
  baseUrl = '';
  /** How many REST requests are being answered. */
  requests = 0;
  private readonly callers = new Map<Call, string>();
  private nextCallAt = 0;

  constructor(
    readonly options: EmulatorOptions,
    performerOf: (exchange: QueueExchange) => Perform,
  ) {
    const { authToken, seed, repeatEveryWebhook, webhookTimeoutMs } = options;
    this.clock = new OwnTimers(options.clock);
    this.journal = new Journal(options.number);
    this.sids = new Sids(seed ?? null);
    this.chaos = Chaos.of(options.chaos);
    const chaos = (): Chaos => this.chaos;
    this.webhooks = new Webhooks({
      clock: this.clock,
      authToken,
      journal: this.journal,
      sids: this.sids,
      repeat: repeatEveryWebhook ?? false,
      chaos,
      timeoutMs: webhookTimeoutMs ?? 15_000,
    });
    this.courier = new Courier(this.webhooks, this.clock, this.journal, chaos);
    this.perform = performerOf(this);
    this.tempo = tempoOf(options.clock, this.clock, () => this.busy());
    this.time = new FastForward(options.clock, () => this.busy());
    this.ringListeners.add(({ persona }) => {
      // A person must get the time to answer; a voicemail answers by itself.
      if (persona === 'person') this.time.stop();
    });
  }

  /** Stops every call and timer, without a word to anybody. */
  stop(): void {
    this.time.stop();
    for (const call of this.calls) call.abandon();
    this.clock.cancelAll();
  }

  /** Whether a webhook or a REST request is in flight. */
  busy(): boolean {
    return this.requests > 0 || this.webhooks.busy();
  }

  phone(number: string): Phone {
    const known = this.phones.get(number);
    if (known) return known;
    const phone = new Phone(this, number);
    this.phones.set(number, phone);
    return phone;
  }

  callerOf(call: Call): string {
    return this.callers.get(call) ?? call.setup.from;
  }

  noteCaller(call: Call, number: string): void {
    this.callers.set(call, number);
  }

  findCall(sid: string): Call | null {
    return this.calls.find((call) => call.sid === sid) ?? null;
  }

  /** How long a new outbound call waits for its turn, in milliseconds; null when it would be too long. */
  takeTurn(): number | null {
    const { callsPerSecond, longestQueueMs = DAY_MS } = this.options;
    if (callsPerSecond === undefined) return 0;
    const now = this.clock.now().getTime();
    const at = Math.max(now, this.nextCallAt);
    if (at - now > longestQueueMs) return null;
    this.nextCallAt = at + 1000 / callsPerSecond;
    return Math.round(at - now);
  }

  spawn(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (error instanceof Interrupted) return;
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const notice = { level: 'error', code: 90000, message: `Emulator fault: ${message}`, url: '' } as const;
      this.journal.notice({ at: this.clock.now(), callSid: null, ...notice });
    });
  }
}
