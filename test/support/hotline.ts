import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChaosOptions } from '../../emulator/chaos';
import { createEmulator } from '../../emulator/emulator';
import type { Emulator } from '../../emulator/emulator';
import { VirtualClock } from '../../emulator/virtual-clock';
import { createApp } from '../../src/app';
import type { App } from '../../src/app';
import { TwilioCarrier } from '../../src/carrier/twilio-carrier';
import { readConfig } from '../../src/config';
import type { Context } from '../../src/services/context';
import type { Logger } from '../../src/logger';
import { replaySpool } from '../../src/services/worker/replay-spool';
import { readDuty } from '../../src/services/on-call/read-duty';
import type { Answer, Listed } from './answers';
import { freshDatabase } from './database';
import type { FreshDatabase } from './database';
import { DatabaseLine } from './database-line';
import { freePort } from './free-port';
import { outsideTransactions } from './outside-transactions';
import { chaos } from './chaos';
import { TestPhone } from './phone';
import { flows, policyWith } from './shipped';
import { buildTown } from './town';

export interface HotlineOptions {
  /** ISO 8601; a weekday morning in the demo town unless given. */
  readonly now?: string;
  /** Laid over config/policy.yaml. */
  readonly policy?: object;
  /** Further settings of contract section 2. */
  readonly env?: Readonly<Record<string, string>>;
  /** Sends every webhook twice; a different answer fails the test. */
  readonly repeatEveryWebhook?: boolean;
  /** What goes wrong between the carrier and us; unless given what the jest project says. */
  readonly chaos?: Partial<ChaosOptions>;
  /** The hotline reaches its database through something that the test can cut: `stopDatabase`. */
  readonly stoppable?: boolean;
}

export const apiToken = 'test-token';
const account = { accountSid: `AC${'a'.repeat(32)}`, authToken: 'test-auth-token' };
const hotlineNumber = '+8657195598';
/** The call that says who comes is a story of its own: tests that tell it name the channels. */
const noticeByText = { notice: { channels: ['text'] } };
/** A request that changes something. */
export interface ApiChange {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly body: unknown;
}

/** As often as the job that writes the call log does its work here, in milliseconds. */
const logEvery = 20_000;

interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The whole hotline on a virtual clock: the real app, a real database, the carrier over HTTP, and phones. */
export class Hotline {
  readonly log: LogLine[] = [];
  private readonly phones = new Map<string, TestPhone>();
  private readonly expected: RegExp[] = [];

  private constructor(
    readonly clock: VirtualClock,
    readonly emulator: Emulator,
    readonly url: string,
    readonly database: FreshDatabase,
    private readonly dataDir: string,
    private readonly line: DatabaseLine | null,
  ) {}

  private app!: App;
  private others: App[] = [];
  private startAnother!: (port: number) => App;

  /** Starts everything; `close` checks that nothing happened that the test did not expect. */
  static async start(options: HotlineOptions = {}): Promise<Hotline> {
    const { chaos: misbehaves = chaos } = options;
    const database = await databaseFor(options);
    await buildTown();
    const clock = clockOf(options);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const emulator = createEmulator({
      clock,
      ...account,
      number: hotlineNumber,
      voiceUrl: `${url}/voice/incoming`,
      voiceFallbackUrl: `${url}/voice/fallback`,
      statusCallbackUrl: `${url}/voice/status`,
      smsUrl: `${url}/sms/incoming`,
      repeatEveryWebhook: options.repeatEveryWebhook,
      chaos: misbehaves,
    });
    const carrierUrl = (await emulator.start()).url;
    const dataDir = await mkdtemp(join(tmpdir(), 'faultline-calls-'));
    const line = options.stoppable === true ? await DatabaseLine.open(database) : null;
    const hotline = new Hotline(clock, emulator, url, database, dataDir, line);
    const env = {
      CARRIER: 'twilio',
      TWILIO_ACCOUNT_SID: account.accountSid,
      TWILIO_AUTH_TOKEN: account.authToken,
      TWILIO_API_BASE_URL: carrierUrl,
      PUBLIC_BASE_URL: url,
      HOTLINE_NUMBER: hotlineNumber,
      DATA_DIR: dataDir,
      API_TOKEN: apiToken,
      ...options.env,
    };
    const parts = {
      clock,
      carrier: outsideTransactions(new TwilioCarrier({ ...account, apiBaseUrl: carrierUrl })),
      database: line?.database ?? database.database,
      policy: policyWith(noticeByText, options.policy ?? {}),
      flows,
      log: hotline.logger(),
      pollEvery: 60_000,
    };
    hotline.app = createApp(readConfig({ PORT: String(port), ...env }), parts);
    hotline.startAnother = (other) => createApp(readConfig({ PORT: String(other), ROLE: 'web', ...env }), parts);
    hotline.rememberNothing(options);
    await hotline.app.start();
    clock.register('the hotline', { busy: () => hotline.app.busy() });
    await readDuty(hotline.context);
    if (misbehaves !== undefined) hotline.writeCallLog();
    return hotline;
  }

  get context(): Context {
    return this.app.context;
  }

  /** As if another process got each repeat at once: every verb shows by itself that it may come twice. */
  private rememberNothing({ repeatEveryWebhook }: HotlineOptions): void {
    if (repeatEveryWebhook === true) this.context.callLog.told = () => undefined;
  }

  /** Where another process answers, on the same database; what the first one keeps of its calls it does not know. */
  async another(): Promise<string> {
    const other = this.startAnother(await freePort());
    this.others.push(other);
    return (await other.start()).url;
  }

  /** The phone with this number. */
  phone(number: string): TestPhone {
    const known = this.phones.get(number);
    if (known !== undefined) return known;
    const phone = new TestPhone(this.emulator.phone(number), this.clock);
    this.phones.set(number, phone);
    return phone;
  }

  async advance({ hours = 0, minutes = 0, seconds = 0 }): Promise<void> {
    await this.clock.advance(((hours * 60 + minutes) * 60 + seconds) * 1000);
  }

  /** One answer of the REST API. */
  async api<T>(path: string, change?: ApiChange): Promise<T> {
    await this.context.callLog.flush();
    const response = await fetch(`${this.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
      ...(change && { method: change.method, body: JSON.stringify(change.body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? null : await response.json()) as T;
  }

  /** Every ticket, the newest first. */
  async tickets(): Promise<readonly Answer<'Ticket'>[]> {
    return (await this.api<Listed<'Ticket'>>('/tickets')).items;
  }

  ticket(number: string): Promise<Answer<'TicketInFull'>> {
    return this.api(`/tickets/${number}`);
  }

  /** The only ticket there is; fails where there are others. */
  async onlyTicket(): Promise<Answer<'TicketInFull'>> {
    const [ticket, ...others] = await this.tickets();
    expect([ticket?.number, others]).toEqual([expect.any(String), []]);
    return this.ticket(ticket!.number);
  }

  /** What is on the list of the desk. */
  async tasks(): Promise<readonly Answer<'Task'>[]> {
    return (await this.api<Listed<'Task'>>('/tasks')).items;
  }

  /** What the job does when the database is back. */
  async replaySpool(): Promise<number> {
    return replaySpool(this.context);
  }

  /** From now on every query fails as it does when the server is gone. */
  async stopDatabase(): Promise<void> {
    await this.line?.cut();
  }

  async startDatabase(): Promise<void> {
    await this.line?.mend();
  }

  /** Lets an error log pass that this test provokes. */
  expectError(message: RegExp): void {
    this.expected.push(message);
  }

  /** Stops everything and fails on a call, text, error log, carrier complaint or webhook answer that nobody expected. */
  async close({ anybodyMayRing = false } = {}): Promise<void> {
    const surprises = [...(anybodyMayRing ? [] : this.phoneSurprises()), ...this.surprises()];
    for (const app of [this.app, ...this.others]) await app.stop();
    await this.emulator.stop();
    if (this.line !== null) {
      await this.line.close();
      await this.database.drop();
    }
    await rm(this.dataDir, { recursive: true, force: true });
    if (surprises.length > 0) throw new Error(`Nobody expected this:\n  ${surprises.join('\n  ')}`);
  }

  /** As the job does, if less often: a call whose end is never told must stand in the rows to be asked about. */
  private writeCallLog(): void {
    let writing = false;
    const write = (): void => {
      writing = true;
      void this.context.callLog.flush().finally(() => (writing = false));
      this.clock.after(logEvery, write);
    };
    this.clock.register('the call log', { busy: () => writing });
    this.clock.after(logEvery, write);
  }

  private phoneSurprises(): string[] {
    const numbers = [...new Set(this.emulator.journal.map(({ who }) => who))];
    return numbers.filter((number) => number !== hotlineNumber).flatMap((number) => this.phone(number).surprises());
  }

  private surprises(): string[] {
    const errors = this.log.filter(
      ({ level, message }) => level === 'error' && !this.expected.some((known) => known.test(message)),
    );
    return [
      ...errors.map(({ message, fields }) => `an error was logged: ${message} ${describe(fields)}`),
      ...this.emulator.debugger.map(({ code, message, url }) => `the carrier complains: ${code} ${message} ${url}`),
      ...this.emulator.violations.map(
        (violation) => `a repeated webhook was answered differently: ${JSON.stringify(violation)}`,
      ),
    ];
  }

  private logger(): Logger {
    const write =
      (level: string) =>
      (message: string, fields: Record<string, unknown> = {}) => {
        this.log.push({ level, message, fields });
      };
    return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  }
}

/** Stays open from one test of a file to the next, which begins with empty tables: opening it takes longer than they do. */
let opened: FreshDatabase | null = null;
afterAll(dropOpened);

async function dropOpened(): Promise<void> {
  await opened?.drop();
  opened = null;
}

/** One that is taken away is its test's own, and nobody waits for it long. */
async function databaseFor({ stoppable }: HotlineOptions): Promise<FreshDatabase> {
  if (stoppable === true) {
    await dropOpened();
    return freshDatabase({ waitMs: 1000 });
  }
  if (opened === null) opened = await freshDatabase();
  else await opened.reset();
  return opened;
}

/** Where the database is taken away, its driver tries for long before it gives up. */
function clockOf({ now, stoppable }: HotlineOptions): VirtualClock {
  return new VirtualClock(now ?? '2026-01-05T02:30:00Z', stoppable === true ? 60_000 : 20_000);
}

function describe({ error, ...fields }: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(fields)} ${error instanceof Error ? (error.stack ?? error.message) : ''}`;
}
