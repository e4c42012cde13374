import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../clock';
import { isHotlineError } from '../errors';
import { withinTime } from '../services/within-time';
import { EmulatedPhone, type PhoneEvent } from './emulated-phone';
import type { StormReport } from './storm-report';

/** What a caller presses at each node to report a dark street and nothing else. */
const answers: ReadonlyMap<string, string> = new Map([
  ['caller/missed', '2'],
  ['caller/resume', '2'],
  ['caller/main-menu', '1'],
  ['caller/account', '1'],
  ['caller/pick-account', '1'],
  // A caller who has reported before makes a new report all the same.
  ['caller/duplicate', '3'],
  ['caller/known-outage', '3'],
  ['caller/neighbours', '1'],
  ['caller/describe', '#'],
  ['caller/confirm', '1'],
]);
const reported = 'caller/created';
/** How long a caller waits for the next question: longer than any prompt and the fifteen seconds that the hotline has to answer. */
const patienceMs = 45_000;
/** The pause after a call that went wrong. */
const putOffMs = 1000;

/** One telephone of a storm, which reports a power cut again and again. */
export class StormCaller {
  private readonly phone: EmulatedPhone;
  /** The address to which the keys for the last question go. */
  private askedAt = '';
  private pressedAt: Date | null = null;
  private heard: ((node: string | null) => void) | null = null;
  private isStopped = false;
  private isInUse = false;

  /** `url` is the emulator's; `lost` is called once it goes away. */
  constructor(
    url: string,
    number: string,
    private readonly report: StormReport,
    private readonly lost: () => void,
  ) {
    this.phone = new EmulatedPhone(url, number);
  }

  /** Calls until `mayCall` says no or `stop` is called; the last call is finished. */
  async callAgainAndAgain(mayCall: () => boolean): Promise<void> {
    await this.phone.follow((event) => {
      this.notice(event);
    }, this.lost);
    while (!this.isStopped && mayCall()) await this.call();
    this.isStopped = true;
    this.phone.close();
  }

  get isCalling(): boolean {
    return !this.isStopped;
  }

  /** Hangs up in the middle of the call. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.hangUp();
    this.heard?.(null);
  }

  private async call(): Promise<void> {
    const begun = this.next();
    this.isInUse = false;
    this.act('dial');
    const problem = await this.answerAll(await begun);
    if (problem === null) this.report.callEnded();
    else await this.noteProblem(problem);
  }

  private async noteProblem(problem: string): Promise<void> {
    if (this.isStopped) return;
    // The hotline is ringing this phone, so its call is rejected and the storm goes on.
    if (this.isInUse) await this.phone.act('reject').catch(() => undefined);
    else this.report.wentWrong(problem);
    await pause(putOffMs);
  }

  /** Answers the questions until the report is taken; returns null then, else what went wrong. */
  private async answerAll(first: string | null): Promise<string | null> {
    let node = first;
    while (node !== reported) {
      const keys = answers.get(node ?? '');
      if (keys === undefined) {
        await this.hangUp();
        return node === null ? 'the call broke off' : `the call was led to ${node}`;
      }
      const next = this.next();
      this.act('keys', { keys });
      node = await next;
    }
    const over = this.next();
    await this.hangUp();
    await over;
    return null;
  }

  /** The node that asks next, or null when the call is over or nothing is asked any more. */
  private next(): Promise<string | null> {
    const asked = new Promise<string | null>((resolve) => {
      this.heard = resolve;
    });
    return withinTime(systemClock, patienceMs, asked, () => null);
  }

  private notice({ kind, at, url = '' }: PhoneEvent): void {
    if (kind === 'key') this.pressedAt = at;
    if (kind === 'webhook' && url === this.askedAt) this.measure(at);
    if (kind === 'ask') this.asked(url);
    if (kind === 'hangup') this.heard?.(null);
  }

  private measure(answeredAt: Date): void {
    if (this.pressedAt !== null) this.report.keyAnswered(answeredAt.getTime() - this.pressedAt.getTime());
    this.pressedAt = null;
  }

  private asked(url: string): void {
    this.askedAt = url;
    this.heard?.(new URL(url).pathname.replace('/voice/step/', ''));
  }

  private hangUp(): Promise<void> {
    return this.phone.act('hangup').catch(() => undefined);
  }

  /** Does not wait for the answer, which a busy emulator sends late: the events show what comes of the act. */
  private act(act: string, command: object = {}): void {
    this.phone.act(act, command).catch((error: unknown) => {
      if (isHotlineError(error, 'carrier_unavailable')) this.lost();
      this.isInUse = act === 'dial' && isHotlineError(error, 'conflict');
      this.heard?.(null);
    });
  }
}
