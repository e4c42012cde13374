import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import type { Browser, Page } from 'playwright-core';
import { faultline, type Started, until } from '../cli/hotline-process';
import { openBrowser } from '../support/chromium';
import { freePort } from '../support/free-port';
import { wide } from './picture';
import { PagePhone } from './page-phone';

const apiToken = 'a-token-of-this-test';

interface Ticket {
  readonly number: string;
  readonly state: string;
}

/** How many times as quickly as people the hotline speaks: nobody here needs to hear it out. */
export const quickly = 8;
export const asPeopleDo = 1;

/** What the tests of a file share, a hotline as `npm start` gives it and a browser, and what each has for itself: a window in which nothing is remembered. */
export class BrowserStage {
  private constructor(
    private readonly folder: string,
    private readonly url: string,
    private readonly emulatorUrl: string,
    private readonly hotline: Started,
    private readonly browser: Browser,
  ) {}

  static async set(): Promise<BrowserStage> {
    const folder = await mkdtemp(join(env['TEST_RUN_DIR'] ?? tmpdir(), 'phone-'));
    const [port, emulatorPort] = [await freePort(), await freePort()];
    const url = `http://127.0.0.1:${port}`;
    const hotline = faultline(['serve'], {
      PORT: String(port),
      EMULATOR_PORT: String(emulatorPort),
      DATA_DIR: folder,
      API_TOKEN: apiToken,
      TIMEZONE: zoneOfMorning(),
      POLICY_FILE: await patientPolicy(folder),
    });
    try {
      const browser = await openBrowser();
      await until('the hotline is ready', 90_000, async () => ((await fetch(`${url}/readyz`)).ok ? true : null));
      return new BrowserStage(folder, url, `http://127.0.0.1:${emulatorPort}`, hotline, browser);
    } catch (error) {
      // Nobody else would end it: without a stage there is nothing to strike.
      hotline.child.kill('SIGTERM');
      throw error;
    }
  }

  async strike(): Promise<void> {
    await this.browser.close();
    this.hotline.child.kill('SIGTERM');
    await this.hotline.ended;
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Opens the page for one test; with a `table` these phones lie on it, as somebody left them there. */
  async openWindow(locale: string, table: readonly string[] | null = null): Promise<PhoneWindow> {
    await this.speakAt(quickly);
    const context = await this.browser.newContext({ locale, viewport: wide });
    if (table !== null) await context.addInitScript(`localStorage['phones.table'] ??= '${JSON.stringify(table)}'`);
    const page = await context.newPage();
    const opened = new PhoneWindow(page, (seconds) => this.letGoBy(seconds));
    await page.goto(`${this.emulatorUrl}/phone`);
    await page.locator('.phone').first().waitFor();
    return opened;
  }

  /** Makes the hotline speak so many times as quickly as people do, from the next prompt on. */
  async speakAt(pace: number): Promise<void> {
    await this.tellEmulator('PUT', '/speech', { pace });
  }

  async tickets(): Promise<readonly Ticket[]> {
    const headers = { authorization: `Bearer ${apiToken}` };
    const response = await fetch(`${this.url}/api/v1/tickets`, { headers });
    return ((await response.json()) as { items: Ticket[] }).items;
  }

  /** Moves the clock; a phone that rings stops it. */
  private async letGoBy(seconds: number): Promise<void> {
    await this.tellEmulator('POST', '/clock/forward', { minutes: seconds / 60 });
  }

  private async tellEmulator(method: string, path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(this.emulatorUrl + path, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }
}

/** The page in a window of one test. */
export class PhoneWindow {
  /** What the browser complained about. */
  readonly problems: string[] = [];

  constructor(
    readonly page: Page,
    private readonly letGoBy: (seconds: number) => Promise<void>,
  ) {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.problems.push(message.text());
    });
    page.on('pageerror', (error) => this.problems.push(error.message));
  }

  phone(number: string): PagePhone {
    return new PagePhone(this.page, number, this.letGoBy);
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}

/** Phones ring long enough for pictures of them. */
async function patientPolicy(folder: string): Promise<string> {
  const file = join(folder, 'policy.yaml');
  await writeFile(file, 'paging: { ringFor: 110s }');
  return file;
}

/** A zone in which it is about ten in the morning, so that nobody's night or working hours decide what rings. */
function zoneOfMorning(): string {
  // eslint-disable-next-line no-restricted-syntax -- the hotline under test lives in real time
  const ahead = ((10 - new Date().getUTCHours() + 36) % 24) - 12;
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}
