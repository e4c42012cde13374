import type { Page } from 'playwright-core';
import { BrowserStage, type PhoneWindow } from './browser-stage';
import type { PagePhone } from './page-phone';
import { chinese, confirms, describes, endsRecording, takeJob } from './report';
import { wholeCall } from './whole-call';

/** The page a newcomer opens: `npm start`, nothing set, and whole calls between its phones, by mouse and by keyboard. */

const wangFang = '+8613800000001';
/** In another building than wangFang: a report from there has nothing to do with hers. */
const qinHai = '+8613800000045';
const liQiang = '+8613800011101';
const zhaoLei = '+8613800011102';
const zhengZhiming = '+8613800011105';

let stage: BrowserStage;
let windows: PhoneWindow[] = [];

beforeAll(async () => {
  stage = await BrowserStage.set();
});
afterEach(async () => {
  for (const window of windows) await window.close();
  windows = [];
});
afterAll(() => stage.strike());

async function opens(table: readonly string[] | null = null): Promise<PhoneWindow> {
  const window = await stage.openWindow('zh-CN', table);
  windows.push(window);
  return window;
}

describe('the browser phone in zh-CN', () => {
  it('makes the whole call: report, page, work, ratings', async () => {
    const reporter = { locale: 'zh-CN', number: wangFang, words: chinese, complaint: '整栋楼都没电了' };
    const window = await opens();
    expect(await wholeCall(stage, window, reporter)).toEqual(['closed']);
    expect(window.problems).toEqual([]);
  }, 300_000);
});

/** The crew's first phone is rung twice before the next one; between the two the clock is moved. */
async function rejectUntilOthersRing(page: Page, crew: PagePhone): Promise<void> {
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
  const earlier = new Set((await stage.tickets()).map(({ number }) => number));
  const window = await opens([qinHai, liQiang, zhengZhiming]);
  const { page } = window;
  const caller = window.phone(qinHai);
  await describes(caller, chinese, null);
  await endsRecording(caller, chinese);
  await confirms(caller, chinese);
  await caller.hangsUp();
  await rejectUntilOthersRing(page, window.phone(liQiang));
  await page.locator('.elsewhere-phone button').click();
  const next = window.phone(zhaoLei);
  await takeJob(next);
  await next.is('idle');
  const fromHere = (await stage.tickets()).filter(({ number }) => !earlier.has(number));
  expect(fromHere.map(({ state }) => state)).toEqual(['accepted']);

  // One of our own people is asked for the PIN at once, unless nobody sees who calls.
  const hidden = window.phone(zhengZhiming);
  await hidden.card.getByRole('switch').check();
  await hidden.calls();
  await hidden.isAt('caller / main-menu');
  await hidden.hangsUp();
  expect(window.problems).toEqual([]);
}, 240_000);

/** Goes on with Tab until the focus is on something; the order of the page decides how far that is. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let steps = 0; steps < 60; steps += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
  }
  throw new Error(`The keyboard does not reach ${selector}`);
}

it('works by keyboard alone: calls, keys, words, hanging up, texts, choosing a person', async () => {
  const window = await opens();
  const { page } = window;
  const caller = window.phone(wangFang);
  await tabTo(page, `section[data-number="${wangFang}"]`);
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
  await caller.card.locator('.line[data-kind="spoken"][data-past="false"]', { hasText: /^没电了$/ }).waitFor();
  await page.keyboard.press('Escape');
  await caller.is('idle');

  await tabTo(page, '.side[aria-pressed="false"]');
  await page.keyboard.press('Enter');
  await tabTo(page, '.say input');
  await page.keyboard.type('停电');
  await page.keyboard.press('Enter');
  await caller.card.locator('.bubble[data-mine="true"]', { hasText: '停电' }).waitFor();

  await tabTo(page, '.add-phone');
  await page.keyboard.press('Enter');
  await page.locator('.search input:focus').waitFor();
  await page.keyboard.type('欠费停电 马超');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('section[data-number="+8613800000010"]').waitFor();
  expect(window.problems).toEqual([]);
}, 180_000);
