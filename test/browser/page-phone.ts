import type { Locator, Page } from 'playwright-core';

const patience = 45_000;
/** After its last key an entry is whole when nothing follows for a few seconds. */
const ENTRY_SECONDS = 5;

/** One phone of the page, as somebody in front of the screen uses it; every step waits until it can be done. */
export class PagePhone {
  readonly card: Locator;
  /** How many lines the transcript had before the present call, or the last one. */
  private earlierLines = 0;

  constructor(
    private readonly page: Page,
    number: string,
    /** Moves the clock by so many seconds. */
    private readonly letGoBy: (seconds: number) => Promise<void>,
  ) {
    this.card = page.locator(`section[data-number="${number}"]`);
  }

  /** Waits until the phone is `idle`, `ringing` or `connected`. */
  async is(state: string): Promise<void> {
    await this.page.locator(`${await this.selector()}[data-state="${state}"]`).waitFor({ timeout: patience });
  }

  async calls(): Promise<void> {
    await this.noteEarlierLines();
    await this.card.locator('.round-call').click();
    await this.is('connected');
  }

  async answers(): Promise<void> {
    await this.is('ringing');
    await this.noteEarlierLines();
    await this.card.locator('.round-answer').click();
    await this.is('connected');
  }

  async hangsUp(): Promise<void> {
    await this.card.locator('.hang-up').click();
    await this.is('idle');
  }

  /** Hangs up if the call has not ended meanwhile, which it may do at any moment: looking and clicking are one step. */
  async isDone(): Promise<void> {
    await this.page.evaluate(
      `document.querySelector('${await this.selector()}[data-state="connected"] .hang-up')?.click()`,
    );
  }

  /** Waits until the call stands at a node, written `flow / node`. */
  async isAt(node: string): Promise<void> {
    const shown = this.card.locator('.where code', { hasText: new RegExp(`^${node}$`) });
    await shown.waitFor({ timeout: patience });
  }

  /** Clicks keys of the keypad. */
  async presses(keys: string): Promise<void> {
    for (const key of keys) await this.card.locator('.key', { hasText: key }).click();
  }

  /** Presses an entry, and moves the clock on to where it counts as whole because no further key came. */
  async enters(keys: string): Promise<void> {
    for (const key of keys) {
      const arrived = this.page.waitForResponse((response) => response.url().endsWith('/keys'));
      await this.presses(key);
      await arrived;
    }
    await this.letGoBy(ENTRY_SECONDS);
  }

  /** Waits until something that was heard in this call says so; the call may end with it. */
  async hears(words: RegExp): Promise<void> {
    const heard = `.line[data-kind="heard"]:nth-child(n + ${this.earlierLines + 1})`;
    await this.card.locator(heard, { hasText: words }).last().waitFor({ timeout: patience });
  }

  /** Speaks into the microphone for a second once the phone records. */
  async speaks(): Promise<void> {
    const microphone = this.card.locator('.say[data-recording="true"] .mic');
    await microphone.click({ timeout: patience });
    await this.page.waitForTimeout(1000);
    await microphone.click();
    await this.card.locator('.line[data-kind="spoken"]').waitFor({ timeout: patience });
  }

  /** Types words and sends them off once the phone records. */
  async says(words: string): Promise<void> {
    const field = this.card.locator('.say[data-recording="true"] input');
    await field.waitFor({ timeout: patience });
    await field.fill(words);
    await field.press('Enter');
    await this.card.locator('.line[data-kind="spoken"]', { hasText: words }).waitFor({ timeout: patience });
  }

  private async noteEarlierLines(): Promise<void> {
    this.earlierLines = await this.card.locator('.transcript .line').count();
  }

  private async selector(): Promise<string> {
    return `section[data-number="${(await this.card.getAttribute('data-number')) ?? ''}"]`;
  }
}
