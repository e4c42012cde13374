import type { Asking } from '../call';
import { callParams } from '../call-params';
import { notify } from '../notify';
import type { Input } from '../run';
import { type Element, flagOf, numberOf } from './element';
import { announce, soundsOf } from './sound';
import { actionOf, methodOf, resolveUrl, type Stage, type Verb } from './stage';

interface Collected {
  readonly digits: string;
  readonly words: string | null;
}
type Words = Extract<Input, { kind: 'words' }>;

/** Plays its nested verbs and collects keys or words; with nothing collected the next verb follows. */
export const gather: Verb = async (element, stage) => {
  const { call } = stage;
  call.answer();
  const asking = askingOf(element, stage);
  call.asking = asking;
  call.log('ask', describe(asking), { url: asking.url });
  const { digits, words } = await collect(element, stage, asking);
  call.asking = null;
  if (words !== null) return actionOf(element, stage, { SpeechResult: words, Confidence: '0.9' });
  if (digits !== '') return actionOf(element, stage, { Digits: digits });
  return flagOf(element, 'actionOnEmptyResult', false) ? actionOf(element, stage, {}) : undefined;
};

function askingOf(element: Element, stage: Stage): Asking {
  const url = resolveUrl(stage.document, element.attributes['action']);
  return {
    kind: 'gather',
    url,
    path: new URL(url).pathname,
    numDigits: numberOf(element, 'numDigits', 0) || null,
    finishOnKey: element.attributes['finishOnKey'] ?? '#',
    timeoutMs: numberOf(element, 'timeout', 5) * 1000,
    speech: (element.attributes['input'] ?? 'dtmf').includes('speech'),
  };
}

function describe({ path, numDigits, finishOnKey }: Asking): string {
  const length = numDigits === null ? 'keys' : `${numDigits} key${numDigits === 1 ? '' : 's'}`;
  return `${length}${finishOnKey === '' ? '' : ` or ${finishOnKey}`} for ${path}`;
}

async function collect(element: Element, stage: Stage, asking: Asking): Promise<Collected> {
  let digits = '';
  let input = await prompt(element, stage, asking);
  for (;;) {
    if (input.kind === 'words') return { digits: '', words: await hearOut(element, stage, asking, input) };
    if (input.kind === 'nothing' || input.key === asking.finishOnKey) return { digits, words: null };
    digits += input.key;
    if (digits.length === asking.numDigits) return { digits, words: null };
    input = await listen(stage, asking);
  }
}

/** Waits for the first input, which may come during the prompt and then cuts it short. */
async function prompt(element: Element, stage: Stage, asking: Asking): Promise<Input> {
  for (const child of element.children.filter(({ name }) => ['Say', 'Play', 'Pause'].includes(name))) {
    for (const sound of await soundsOf(child, stage)) {
      announce(sound, stage);
      const input = await hear(stage, sound.ms, asking);
      if (input.kind !== 'nothing') return input;
    }
  }
  return listen(stage, asking);
}

function listen(stage: Stage, asking: Asking): Promise<Input> {
  stage.call.activity = 'gathering';
  return hear(stage, asking.timeoutMs, asking);
}

/** Waits for input of the wanted kind. Words are lost on a Gather that takes only keys, and do not give it more time. */
async function hear({ call, run }: Stage, ms: number, asking: Asking): Promise<Input> {
  const end = call.exchange.clock.now().getTime() + ms;
  for (;;) {
    const input = await run.next(end - call.exchange.clock.now().getTime());
    if (input.kind !== 'words' || asking.speech) return input;
  }
}

/** All that is said until a pause as long as `speechTimeout`; with `auto` any pause ends it. Keys do nothing once somebody speaks. */
async function hearOut(element: Element, stage: Stage, asking: Asking, first: Words): Promise<string> {
  const { clock } = stage.call.exchange;
  const auto = element.attributes['speechTimeout'] === 'auto';
  const pauseMs = auto ? 0 : numberOf(element, 'speechTimeout', asking.timeoutMs / 1000) * 1000;
  stage.call.activity = 'gathering';
  const said = [first.words];
  reportPartial(element, stage, said);
  let end = clock.now().getTime() + first.ms + pauseMs;
  for (;;) {
    const input = await stage.run.next(end - clock.now().getTime());
    if (input.kind === 'nothing') return said.join(' ');
    if (input.kind === 'key') continue;
    said.push(input.words);
    reportPartial(element, stage, said);
    end = clock.now().getTime() + input.ms + pauseMs;
  }
}

/** What was understood so far; nobody waits for the answer. */
function reportPartial(element: Element, { call, document }: Stage, said: readonly string[]): void {
  const reference = element.attributes['partialResultCallback'];
  if (reference === undefined || reference === '') return;
  const { exchange, sid, phone } = call;
  const params = {
    ...callParams(call),
    SequenceNumber: String(said.length - 1),
    StableSpeechResult: said.slice(0, -1).join(' '),
    UnstableSpeechResult: said.at(-1) ?? '',
    Stability: '0.5',
    Language: element.attributes['language'] ?? 'en-US',
  };
  const url = resolveUrl(document, reference);
  const method = methodOf(element, 'partialResultCallbackMethod');
  exchange.spawn(notify(exchange, { url, method, params, callSid: sid, who: phone.number }));
}
