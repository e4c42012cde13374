import type { Chaos, Mischief } from './chaos';
import type { Clock } from './clock';
import type { Journal } from './journal';
import type { WebhookAnswer, WebhookRequest, Webhooks } from './webhook';

type Failed = Extract<WebhookAnswer, { ok: false }>;

interface Errand {
  readonly request: WebhookRequest;
  readonly token: string;
  readonly failed: (answer: Failed) => void;
}

/** How long a callback is held back for another to overtake it, in milliseconds; then it is sent even if none came. */
const HELD_MS = 15_000;

/** Brings callbacks to the program: once and in the order given, unless chaos is switched on. */
export class Courier {
  /** For each call or text, how to bring the callback that waits to be overtaken. */
  private readonly held = new Map<string, () => Promise<void>>();

  constructor(
    private readonly webhooks: Webhooks,
    private readonly clock: Clock,
    private readonly journal: Journal,
    private readonly chaos: () => Chaos,
  ) {}

  /** Resolves when the program has answered, or at once when chaos delays or drops the callback; `failed` is told what goes wrong. */
  async bring(request: WebhookRequest, failed: (answer: Failed) => void): Promise<void> {
    const errand = { request, failed, token: this.webhooks.token() };
    const mischief = this.chaos().forCallback(request.who, request.url);
    if (mischief.drop) {
      this.note(errand, 'dropped');
      return;
    }
    const go = (): Promise<void> => this.go(errand, mischief);
    const subject = subjectOf(request);
    if (mischief.delayMs > 0) {
      this.note(errand, `delayed by ${mischief.delayMs} ms`);
      this.clock.after(mischief.delayMs, () => void go());
    } else if (mischief.reorder && !this.held.has(subject)) {
      this.note(errand, 'held until the next');
      this.hold(subject, go);
    } else {
      await go();
      await this.release(subject);
    }
  }

  private async go(errand: Errand, { repeatAfterMs }: Mischief): Promise<void> {
    await this.deliver(errand);
    if (repeatAfterMs === null) return;
    this.note(errand, `comes again after ${repeatAfterMs} ms`);
    this.clock.after(repeatAfterMs, () => void this.deliver(errand));
  }

  private async deliver({ request, token, failed }: Errand): Promise<void> {
    const answer = await this.webhooks.attempt(request, token);
    if (!answer.ok) failed(answer);
  }

  private hold(subject: string, go: () => Promise<void>): void {
    const cancel = this.clock.after(HELD_MS, () => void this.release(subject));
    this.held.set(subject, () => {
      cancel();
      return go();
    });
  }

  private async release(subject: string): Promise<void> {
    const go = this.held.get(subject);
    this.held.delete(subject);
    await go?.();
  }

  private note({ request: { who, callSid, url, params } }: Errand, fate: string): void {
    const status = params['CallStatus'] ?? params['MessageStatus'] ?? params['RecordingStatus'] ?? '';
    this.journal.add({ at: this.clock.now(), kind: 'status', who, callSid, text: `chaos: ${status} ${fate}`, url });
  }
}

const subjectOf = ({ callSid, params, who }: WebhookRequest): string => params['MessageSid'] ?? callSid ?? who;
