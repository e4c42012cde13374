import { BrowserStage, type PhoneWindow } from './browser-stage';
import { english } from './report';
import { wholeCall } from './whole-call';

/** The page as it opens for somebody whose browser speaks English. */

const carter = '+8613800000006';

let stage: BrowserStage;
let window: PhoneWindow;

beforeAll(async () => {
  stage = await BrowserStage.set();
  window = await stage.openWindow('en');
});
afterAll(async () => {
  await window.close();
  await stage.strike();
});

describe('the browser phone in en', () => {
  it('makes the whole call: report, page, work, ratings', async () => {
    const complaint = 'the whole building is dark';
    const reporter = { locale: 'en', number: carter, words: english, complaint };
    expect(await wholeCall(stage, window, reporter)).toEqual(['closed']);
    expect(window.problems).toEqual([]);
  }, 300_000);
});
