import { numberOf, type Element } from './element';
import { mediaMs } from './media';
import { speechMs } from '../speech';
import { resolveUrl, type Stage } from './stage';

/** Something that the phone hears for a while. */
export interface Sound {
  readonly kind: 'say' | 'play' | 'pause';
  readonly text: string;
  readonly language: string;
  readonly ms: number;
}

const ENDLESS = 1000;
const KEY_TONE_MS = 200;
const WAIT_TONE_MS = 500;

/** What a Say, Play or Pause sounds like, repeated as its `loop` says. */
export async function soundsOf(element: Element, stage: Stage): Promise<readonly Sound[]> {
  const sound = await soundOf(element, stage);
  const times = numberOf(element, 'loop', 1);
  return Array.from({ length: times === 0 ? ENDLESS : times }, () => sound);
}

function soundOf(element: Element, stage: Stage): Sound | Promise<Sound> {
  switch (element.name) {
    case 'Say':
      return spoken(element, stage.call.exchange.speechPace);
    case 'Play':
      return played(element, stage);
    default:
      return { kind: 'pause', text: '', language: '', ms: numberOf(element, 'length', 1) * 1000 };
  }
}

function spoken(element: Element, pace: number): Sound {
  const breaks = element.children.filter((child) => child.name === 'break');
  const silence = breaks.reduce((sum, child) => sum + breakMs(child.attributes['time']), 0);
  const language = element.attributes['language'] ?? 'en-US';
  const ms = Math.ceil((speechMs(element.text) + silence) / pace);
  return { kind: 'say', text: element.text, language, ms };
}

function breakMs(time = '0ms'): number {
  const value = Number.parseFloat(time);
  if (Number.isNaN(value)) return 0;
  return time.endsWith('ms') ? value : value * 1000;
}

async function played(element: Element, stage: Stage): Promise<Sound> {
  const digits = element.attributes['digits'];
  if (digits !== undefined) {
    const ms = Array.from(digits).reduce((sum, digit) => sum + (digit === 'w' ? WAIT_TONE_MS : KEY_TONE_MS), 0);
    return { kind: 'play', text: digits, language: '', ms };
  }
  const url = resolveUrl(stage.document, element.text);
  return { kind: 'play', text: url, language: '', ms: await stage.run.guard(mediaMs(stage.call, url)) };
}

/** Tells the phone and the transcript what begins to sound. */
export function announce(sound: Sound, stage: Stage): void {
  const { call, document } = stage;
  call.activity = 'speaking';
  if (sound.kind === 'pause') return;
  const url = document.url ?? '';
  call.log(sound.kind, sound.text, { url, ...(sound.language === '' ? {} : { language: sound.language }) });
  if (sound.kind === 'say') call.phone.hear({ text: sound.text, language: sound.language, url });
}
