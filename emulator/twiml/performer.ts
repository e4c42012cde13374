import type { Call, Perform } from '../call';
import type { QueueExchange } from '../queue';
import type { Run } from '../run';
import { speechMs } from '../speech';
import { type Document, loadDocument } from './document';
import { noteError } from './note-error';
import { TwimlError } from './parse';
import type { Source } from './source';
import type { Stage } from './stage';
import { VERBS } from './verbs';

const APPLICATION_ERROR = 'We are sorry, an application error has occurred. Goodbye.';

/** What runs TwiML on the calls of an exchange. */
export function performerOf(exchange: QueueExchange): Perform {
  return async (call, run, source) => {
    try {
      await runDocuments({ call, exchange }, run, source, obtain);
    } catch (error) {
      if (!(error instanceof TwimlError)) throw error;
      noteError(call, error);
      await sayApplicationError(call, run);
    }
  };
}

type Place = Pick<Stage, 'call' | 'exchange'>;
type Load = (call: Call, source: Source) => Promise<Document>;

async function runDocuments(place: Place, run: Run, source: Source, load: Load): Promise<void> {
  const performAside: Stage['performAside'] = (inner, beside, allowed) =>
    runDocuments(place, inner, beside, onlyVerbs(allowed));
  let next: Source | undefined = source;
  while (next) {
    place.call.activity = 'fetching';
    const document = await run.guard(load(place.call, next));
    next = await performVerbs({ ...place, run, document, performAside });
  }
}

async function performVerbs(stage: Stage): Promise<Source | undefined> {
  for (const element of stage.document.verbs) {
    const next = await VERBS[element.name]?.(element, stage);
    if (next) return next;
  }
  return undefined;
}

/** The document, or the one from the fallback URL when it cannot be fetched. */
async function obtain(call: Call, source: Source): Promise<Document> {
  try {
    return await loadDocument(call, source);
  } catch (error) {
    const { fallback } = call.setup;
    if (!(error instanceof TwimlError) || !fallback || !call.live) throw error;
    noteError(call, error);
    const params = { ErrorCode: String(error.code), ErrorUrl: error.url };
    return loadDocument(call, { kind: 'fetch', ...fallback, params });
  }
}

/** Leaves out the verbs that are not allowed, with a warning for each. */
function onlyVerbs(allowed: ReadonlySet<string>): Load {
  return async (call, source) => {
    const document = await loadDocument(call, source);
    const verbs = document.verbs.filter(({ name }) => allowed.has(name));
    const others = document.verbs.filter((verb) => !verbs.includes(verb));
    for (const { name } of others) warnOf(call, name, document.url ?? '');
    return { ...document, verbs };
  };
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
