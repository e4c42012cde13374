import type { Call } from '../call';
import type { Run } from '../run';
import { type Document, loadDocument, type Source } from './document';
import { TwimlError } from './parse';
import type { Stage } from './stage';
import { VERBS } from './verbs';
import { speechMs } from '../speech';

const APPLICATION_ERROR = 'We are sorry, an application error has occurred. Goodbye.';

/** Runs document after document until one runs out; throws Interrupted when the call ends or is sent elsewhere. */
export async function perform(call: Call, run: Run, source: Source): Promise<void> {
  let next: Source | undefined = source;
  while (next) next = await performOne(call, run, next);
}

async function performOne(call: Call, run: Run, source: Source): Promise<Source | undefined> {
  try {
    call.activity = 'fetching';
    return await performVerbs({ call, run, document: await run.guard(obtain(call, source)) });
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error;
    note(call, error);
    return sayApplicationError(call, run);
  }
}

async function performVerbs(stage: Stage): Promise<Source | undefined> {
  for (const element of stage.document.verbs) {
    const next = await VERBS[element.name]?.(element, stage);
    if (next) return next;
  }
  return undefined;
}

/** The document, or the fallback's when it cannot be had. */
async function obtain(call: Call, source: Source): Promise<Document> {
  try {
    return await loadDocument(call, source);
  } catch (error) {
    const { fallback } = call.setup;
    if (!(error instanceof TwimlError) || !fallback || !call.live) throw error;
    note(call, error);
    const params = { ErrorCode: String(error.code), ErrorUrl: error.url };
    return loadDocument(call, { kind: 'fetch', ...fallback, params });
  }
}

function note(call: Call, error: TwimlError): void {
  const { clock, journal } = call.exchange;
  const { code, message, url } = error;
  journal.notice({ at: clock.now(), level: 'error', code, message, url, callSid: call.sid });
}

async function sayApplicationError(call: Call, run: Run): Promise<undefined> {
  call.answer();
  call.activity = 'speaking';
  call.log('say', APPLICATION_ERROR, { language: 'en-US' });
  call.phone.hear({ text: APPLICATION_ERROR, language: 'en-US', url: '' });
  await run.pass(speechMs(APPLICATION_ERROR));
  call.hangUp('application error');
}
