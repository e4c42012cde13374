import { asPeopleDo, type BrowserStage, type PhoneWindow, quickly } from './browser-stage';
import { picture } from './picture';
import { confirms, describes, doJob, endsRecording, rate, takeJob, type Words } from './report';

const liQiang = '+8613800011101';

/** Somebody who reports a power cut, and in which language. */
export interface Reporter {
  readonly locale: string;
  readonly number: string;
  readonly words: Words;
  readonly complaint: string;
}

/** A report from the first key to the ratings, with the crew's work in between and pictures on the way; answers the states of the tickets that came of it. */
export async function wholeCall(stage: BrowserStage, window: PhoneWindow, reporter: Reporter): Promise<string[]> {
  const { locale, number, words, complaint } = reporter;
  const { page } = window;
  const [caller, crew] = [window.phone(number), window.phone(liQiang)];
  await picture(page, `idle-${locale}`, caller);
  await page.locator('.guide-close').click();

  await describes(caller, words, complaint);
  // The question that its pictures show must not be over before they are taken.
  await stage.speakAt(asPeopleDo);
  await endsRecording(caller, words);
  await picture(page, `call-${locale}`, caller);
  await stage.speakAt(quickly);
  await confirms(caller, words);
  await crew.is('ringing');
  await picture(page, `ringing-${locale}`, crew);
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
  await picture(page, `texts-${locale}`, caller);
  return (await stage.tickets()).map(({ state }) => state);
}
