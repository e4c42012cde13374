import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { source as axe } from 'axe-core';
import type { Page } from 'playwright-core';
import type { PagePhone } from './page-phone';

const pictures = 'test-output';
export const wide = { width: 1280, height: 860 };
const narrow = { width: 390, height: 844 };

/** Keeps a picture of the page in both themes, side by side and in the hand, and looks in each for what bars people from it; `shown` is whose phone the small screen shows. */
export async function picture(page: Page, name: string, shown: PagePhone): Promise<void> {
  await mkdir(pictures, { recursive: true });
  const number = (await shown.card.getAttribute('data-number')) ?? '';
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize(wide);
    await page.screenshot({ path: join(pictures, `phone-${name}-${theme}-1280.png`) });
    expect(await barriers(page)).toEqual([]);
    await page.setViewportSize(narrow);
    await page.locator(`#tab-${number.slice(1)}`).click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(narrow.width);
    await page.screenshot({ path: join(pictures, `phone-${name}-${theme}-390.png`) });
    expect(await barriers(page)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(wide);
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What keeps people from using the page, as axe finds it. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(stillness);
  if (!(await page.evaluate<boolean>("'axe' in globalThis"))) await page.evaluate(`${axe};0`);
  const found = await page.evaluate<readonly Violation[]>(
    "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)",
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

/** Until no colour is on its way from one theme to the other: what is between the two is nobody's. */
const stillness = `Promise.allSettled(
  document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished),
)`;
