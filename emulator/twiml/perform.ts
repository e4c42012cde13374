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
  try {
    await runDocuments(call, run, source, obtain);
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error;
    note(call, error);
    await sayApplicationError(call, run);
  }
}

/** The same for documents in which only some verbs are allowed: what is heard in a queue, and before a bridge. Throws TwimlError for one that cannot be had. */
export function performAside(call: Call, run: Run, source: Source, allowed: ReadonlySet<string>): Promise<void> {
  return runDocuments(call, run, source, async (_call, next) => {
    const document = await loadDocument(call, next);
    const verbs = document.verbs.filter(({ name }) => allowed.has(name));
    for (const { name } of document.verbs.filter((verb) => !verbs.includes(verb)))
      warnOf(call, name, document.url ?? '');
    return { ...document, verbs };
  });
}

type Load = (call: Call, source: Source) => Promise<Document>;

async function runDocuments(call: Call, run: Run, source: Source, load: Load): Promise<void> {
  let next: Source | undefined = source;
  while (next) {
    call.activity = 'fetching';
    next = await performVerbs({ call, run, document: await run.guard(load(call, next)) });
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

/** Puts what went wrong into the debugger. */
export function note(call: Call, error: TwimlError): void {
  const { clock, journal } = call.exchange;
  const { code, message, url, exchanged } = error;
  journal.notice({ at: clock.now(), level: 'error', code, message, url, callSid: call.sid, exchanged });
}

function warnOf(call: Call, name: string, url: string): void {
  const { clock, journal } = call.exchange;
  const message = `Schema validation warning: <${name}> is not allowed here`;
  journal.notice({ at: clock.now(), level: 'warning', code: 12200, message, url, callSid: call.sid, exchanged: null });
}

async function sayApplicationError(call: Call, run: Run): Promise<void> {
  call.answer();
  call.activity = 'speaking';
  call.log('say', APPLICATION_ERROR, { language: 'en-US' });
  call.phone.hear({ text: APPLICATION_ERROR, language: 'en-US', url: '' });
  await run.pass(speechMs(APPLICATION_ERROR));
  call.hangUp('application error');
}
