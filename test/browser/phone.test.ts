import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { source as axe } from 'axe-core';
import type { Page } from 'playwright-core';
import { faultline, type Started, until } from '../cli/hotline-process';
import { type Browser, openBrowser } from '../support/chromium';
import { freePort } from '../support/free-port';
import { PagePhone } from './page-phone';

/** The page a newcomer opens: `npm start`, nothing set, and whole calls between its phones, by mouse and by keyboard. */

const wangFang = '+8613800000001';
const carter = '+8613800000006';
const liQiang = '+8613800011101';
const zhaoLei = '+8613800011102';
const pictures = 'test-output';
const apiToken = 'a-token-of-this-test';
const wide = { width: 1280, height: 860 };
const narrow = { width: 390, height: 844 };

let folder: string;
let settings: Record<string, string>;
let hotline: Started;
let browser: Browser;
let page: Page;
let problems: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-phone-'));
  const [port, emulatorPort] = [await freePort(), await freePort()];
  settings = {
    PORT: String(port),
    EMULATOR_PORT: String(emulatorPort),
    DATA_DIR: folder,
    API_TOKEN: apiToken,
    TIMEZONE: zoneOfMorning(),
    POLICY_FILE: await patientPolicy(),
  };
  hotline = faultline(['serve'], settings);
  await until('the hotline is ready', 90_000, async () =>
    (await fetch(`http://127.0.0.1:${port}/readyz`)).ok ? true : null,
  );
});

afterEach(async () => {
  await browser.close();
  hotline.child.kill('SIGTERM');
  await hotline.ended;
  await rm(folder, { recursive: true, force: true });
});

/** Phones ring long enough for pictures of them. */
async function patientPolicy(): Promise<string> {
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

async function openPage(locale: string): Promise<void> {
  browser = await openBrowser({ locale, viewport: wide });
  page = await browser.context.newPage();
  problems = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(`http://127.0.0.1:${settings['EMULATOR_PORT'] ?? ''}/phone`);
  await page.locator('.phone').first().waitFor();
}

const phone = (number: string): PagePhone => new PagePhone(page, number);

/** Keeps a picture of the page in both themes, side by side and in the hand; `shown` is whose phone the small screen shows. */
async function picture(name: string, shown: PagePhone): Promise<void> {
  await mkdir(pictures, { recursive: true });
  const title = (await shown.card.getAttribute('data-number')) ?? '';
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize(wide);
    await page.screenshot({ path: join(pictures, `phone-${name}-${theme}-1280.png`) });
    expect(await barriers()).toEqual([]);
    await page.setViewportSize(narrow);
    await page.locator(`#tab-${title.slice(1)}`).click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(narrow.width);
    await page.screenshot({ path: join(pictures, `phone-${name}-${theme}-390.png`) });
    expect(await barriers()).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(wide);
}

/** What keeps people from using the page, as axe finds it. */
async function barriers(): Promise<string[]> {
  // Colours on their way from one theme to the other are nobody's.
  await page.waitForTimeout(250);
  await page.evaluate(`${axe};0`);
  const found = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>('axe.run()');
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

interface Words {
  readonly menu: RegExp;
  readonly confirm: RegExp;
  readonly created: RegExp;
  readonly notice: RegExp;
  readonly fixed: RegExp;
  readonly thanks: RegExp;
  readonly texts: string;
  readonly forward: string;
}

const chinese: Words = {
  menu: /停电.*请按1/s,
  confirm: /核对/,
  created: /工单号.*45分钟内到达/s,
  notice: /抱歉/,
  fixed: /报修热线.*尾号/s,
  thanks: /谢谢/,
  texts: '短信',
  forward: '+5 分',
};

const english: Words = {
  menu: /power cut.*press 1/s,
  confirm: /check/i,
  created: /within 45 minutes/,
  notice: /sorry/i,
  fixed: /repair line.*ending/s,
  thanks: /thank/i,
  texts: 'Texts',
  forward: '+5 min',
};

describe.each([
  ['zh-CN', wangFang, chinese, '整栋楼都没电了'],
  ['en', carter, english, 'the whole building is dark'],
])('the browser phone in %s', (locale, number, words, complaint) => {
  it('makes the whole call: report, page, work, ratings', async () => {
    await openPage(locale);
    const caller = phone(number);
    const crew = phone(liQiang);
    await picture(`idle-${locale}`, caller);
    await page.locator('.guide-close').click();

    await describes(caller, words, complaint);
    await picture(`call-${locale}`, caller);
    await confirms(caller, words);
    await crew.is('ringing');
    await picture(`ringing-${locale}`, crew);
    await caller.isDone();
    await caller.is('idle');
    await takeJob(crew);
    await caller.answers();
    await caller.hears(words.notice);
    await caller.presses('1');
    await caller.is('idle');

    await doJob(crew);
    await page.getByRole('button', { name: words.forward }).click();
    await caller.answers();
    await caller.hears(words.fixed);
    await rate(caller);
    await caller.hears(words.thanks);
    await caller.is('idle');
    await caller.card.getByRole('button', { name: words.texts }).click();
    await caller.card.locator('.bubble', { hasText: /\d{8}/ }).first().waitFor();
    await picture(`texts-${locale}`, caller);
    expect(await ticketStates()).toEqual(['closed']);
    expect(problems).toEqual([]);
  }, 300_000);
});

/** Reports a power cut; without words by the microphone. */
async function describes(caller: PagePhone, words: Words, complaint: string | null): Promise<void> {
  await caller.calls();
  await caller.hears(words.menu);
  await caller.isAt('caller / main-menu');
  await caller.presses('1');
  await caller.isAt('caller / account');
  await caller.presses('1');
  await caller.isAt('caller / neighbours');
  await caller.presses('1');
  await caller.isAt('caller / describe');
  if (complaint === null) await caller.speaks();
  else await caller.says(complaint);
  await caller.presses('#');
  await caller.isAt('caller / confirm');
  await caller.hears(words.confirm);
}

async function confirms(caller: PagePhone, words: Words): Promise<void> {
  await caller.presses('1');
  await caller.isAt('caller / created');
  await caller.hears(words.created);
}

async function takeJob(crew: PagePhone): Promise<void> {
  await crew.answers();
  await crew.isAt('page / offer');
  await crew.presses('1');
  await crew.isAt('page / eta');
  await crew.presses('20#');
}

async function doJob(crew: PagePhone): Promise<void> {
  await crew.is('idle');
  await crew.calls();
  await crew.isAt('crew / pin');
  await crew.presses('3202#');
  await crew.isAt('crew / menu');
  await crew.presses('1');
  await crew.hears(/注意安全/);
  await crew.presses('2');
  await crew.isAt('crew / etr');
  await crew.presses('30#');
  await crew.isAt('crew / menu');
  await crew.presses('3');
  await crew.isAt('crew / cause');
  await crew.presses('1');
  await crew.isAt('crew / result');
  await crew.presses('1');
  await crew.isAt('crew / restored-at');
  await crew.presses('#');
  await crew.hears(/回访电话/);
  await crew.is('idle');
}

async function rate(caller: PagePhone): Promise<void> {
  const answers = [
    ['fixed', '1'],
    ['restored-time', '1'],
    ['quality', '5'],
    ['attitude', '4'],
    ['overall', '5'],
  ] as const;
  for (const [node, key] of answers) {
    await caller.isAt(`completion / ${node}`);
    await caller.presses(key);
  }
}

async function ticketStates(): Promise<string[]> {
  const headers = { authorization: `Bearer ${apiToken}` };
  const response = await fetch(`http://127.0.0.1:${settings['PORT'] ?? ''}/api/v1/tickets`, { headers });
  return ((await response.json()) as { items: { state: string }[] }).items.map(({ state }) => state);
}

/** Goes on with Tab until the focus is on something; the order of the page decides how far that is. */
async function tabTo(selector: string): Promise<void> {
  for (let steps = 0; steps < 60; steps += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
  }
  throw new Error(`The keyboard does not reach ${selector}`);
}

it('works by keyboard alone: calls, keys, words, hanging up, texts, choosing a person', async () => {
  await openPage('zh-CN');
  const caller = phone(wangFang);
  await tabTo(`section[data-number="${wangFang}"]`);
  await page.keyboard.press('Enter');
  await caller.isAt('caller / main-menu');
  await page.keyboard.press('1');
  await caller.isAt('caller / account');
  await page.keyboard.press('1');
  await caller.isAt('caller / neighbours');
  await page.keyboard.press('1');
  await caller.isAt('caller / describe');
  await page.locator('.say input:focus').waitFor({ timeout: 45_000 });
  await page.keyboard.type('没电了');
  await page.keyboard.press('Enter');
  await page.keyboard.press('#');
  await caller.isAt('caller / confirm');
  await caller.card.locator('.line[data-kind="spoken"]', { hasText: '没电了' }).waitFor();
  await page.keyboard.press('Escape');
  await caller.is('idle');

  await tabTo('.side[aria-pressed="false"]');
  await page.keyboard.press('Enter');
  await tabTo('.say input');
  await page.keyboard.type('停电');
  await page.keyboard.press('Enter');
  await caller.card.locator('.bubble[data-mine="true"]', { hasText: '停电' }).waitFor();

  await tabTo('.add-phone');
  await page.keyboard.press('Enter');
  await page.locator('.search input:focus').waitFor();
  await page.keyboard.type('欠费停电 马超');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('section[data-number="+8613800000010"]').waitFor();
  expect(problems).toEqual([]);
}, 180_000);

/** The crew's first phone is rung twice before the next one; between the two the clock is moved. */
async function rejectUntilOthersRing(crew: PagePhone): Promise<void> {
  for (let rejected = 0; rejected < 2; rejected += 1) {
    await crew.is('ringing');
    await crew.card.focus();
    await page.keyboard.press('Escape');
    await crew.is('idle');
    await page.getByRole('button', { name: chinese.forward }).click();
  }
  await page.locator('.elsewhere-phone').waitFor({ timeout: 60_000 });
}

it('rejects, hides its number, speaks with a microphone, and finds phones that ring in a drawer', async () => {
  await openPage('zh-CN');
  const caller = phone(wangFang);
  await describes(caller, chinese, null);
  await confirms(caller, chinese);
  await caller.hangsUp();
  await rejectUntilOthersRing(phone(liQiang));
  await page.locator('.elsewhere-phone button').click();
  const next = phone(zhaoLei);
  await takeJob(next);
  await next.is('idle');
  expect(await ticketStates()).toEqual(['accepted']);

  // One of our own people is asked for the PIN at once, unless nobody sees who calls.
  const hidden = phone('+8613800011105');
  await hidden.card.getByRole('switch').check();
  await hidden.calls();
  await hidden.isAt('caller / main-menu');
  await hidden.hangsUp();
  expect(problems).toEqual([]);
}, 240_000);
