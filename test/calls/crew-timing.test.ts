import { speechSeconds } from '../../src/domain/speech';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';
import { customer, reportPowerCut } from '../support/power-cut';

/** The crew line at 3 a.m.: how much is said and how many keys it takes, in both languages. */

let hotline: Hotline;
let keys = 0;
beforeEach(async () => {
  hotline = await Hotline.start({ repeatEveryWebhook: true, now: '2026-01-05T19:00:00Z' });
  keys = 0;
});
afterEach(() => hotline.close());

async function press(phone: TestPhone, entry: string): Promise<void> {
  keys += entry.length;
  await phone.enters(entry);
}

/** Seconds of all that this phone hears until its caller presses something. */
async function listened(phone: TestPhone): Promise<number> {
  await phone.phone.listens();
  return phone.phone.heard.reduce((sum, { text }) => sum + speechSeconds(text), 0);
}

const firstSentence = (text: string): string => /^[^。.]*[。.]/.exec(text)?.[0] ?? text;

describe.each([
  ['Mandarin', '+8613800011101', '3202#', /^工单归您了/, /李强/],
  ['English', '+8613800011102', '3204#', /^The job is yours/, /赵磊/],
])('in %s', (_language, number, pin, isYours, name) => {
  it('accepts within 12 s of speech and 2 keys, and arrives within 3 keys after the PIN', async () => {
    const crew = hotline.phone(number);
    const others = ['+8613800011101'].filter((other) => other !== number);
    for (const reportNo of [0, 1]) {
      const ticket = await reportPowerCut(hotline, { receipt: false, reportNo });
      for (const other of others) {
        await (await hotline.phone(other).rings()).answers();
        await hotline.phone(other).presses('2');
        await hotline.phone(other).hangsUp();
      }
      await (await crew.rings(180)).answers();
      const offer = await listened(crew);
      keys = 0;
      await press(crew, '1');
      await crew.hears(isYours);
      await ticket.reload();
      expect(ticket.state).toBe('accepted');
      expect(offer + speechSeconds(firstSentence(crew.phone.lastHeard))).toBeLessThanOrEqual(12);
      await press(crew, '#');
      await crew.phone.listens();
      expect(keys).toBeLessThanOrEqual(2);
      await hotline.phone(customer).receives(name);
      expect(crew.isIdle).toBe(true);
    }

    // Two jobs: the longest way there is.
    await crew.dials();
    await crew.isAt('crew/pin');
    await crew.enters(pin);
    await crew.isAt('crew/pick-job');
    keys = 0;
    await press(crew, '1');
    await crew.isAt('crew/menu');
    await press(crew, '2');
    await crew.isAt('crew/etr');
    expect(keys).toBeLessThanOrEqual(3);
    const { items } = await hotline.api<{ items: { state: string }[] }>('/tickets');
    expect(items.map(({ state }) => state).sort()).toEqual(['accepted', 'arrived']);
    await crew.hangsUp();
  });
});
