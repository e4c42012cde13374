import type { Entry } from './exchange';

/** What a line of a phone's transcript shows. */
export type LineKind = 'node' | 'heard' | 'played' | 'keys' | 'spoken' | 'event';

export interface Line {
  /** Where it stands among the phone's lines, from 0. */
  readonly id: number;
  /** ISO. */
  readonly at: string;
  readonly kind: LineKind;
  readonly callSid: string | null;
  /** What was heard, pressed or said; the node as `flow / node`; empty for an event. */
  readonly text: string;
  readonly event: EventName | null;
  /** What the event is about: a number. */
  readonly detail: string;
  /** The language of what was heard, as the application names it. */
  readonly language: string;
}

/** How many lines of a phone are kept. */
const LONGEST = 300;

/** The lines with the one that an entry adds, if a person at the phone notices it. Keys that follow each other share a line. */
export function withEntry(lines: readonly Line[], entry: Entry): readonly Line[] {
  const line = lineOf(entry);
  if (line === null || isRepeatedNode(line, lines)) return lines;
  const last = lines.at(-1);
  if (last !== undefined && areKeysOfOneCall(last, line)) {
    return [...lines.slice(0, -1), { ...last, text: last.text + line.text }];
  }
  return [...lines, { ...line, id: last === undefined ? 0 : last.id + 1 }].slice(-LONGEST);
}

function areKeysOfOneCall(one: Line, other: Line): boolean {
  return one.kind === 'keys' && other.kind === 'keys' && one.callSid === other.callSid;
}

/** The last two parts of an address, written `flow / node`, or all its parts when there are fewer. */
export function nodeOf(address: string): string {
  const path = address.replace(/^[a-z]+:\/\/[^/]*/, '').replace(/[?#].*$/, '');
  return path.split('/').filter(Boolean).slice(-2).join(' / ');
}

const KINDS: Readonly<Record<string, LineKind>> = {
  ask: 'node',
  say: 'heard',
  play: 'played',
  key: 'keys',
  words: 'spoken',
  ring: 'event',
  answer: 'event',
  bridge: 'event',
  hangup: 'event',
};

function lineOf({ at, kind, callSid, text, language = '', url = '' }: Entry): Line | null {
  const shown = KINDS[kind];
  if (shown === undefined) return null;
  const line = { id: 0, at, kind: shown, callSid, text, event: null, detail: '', language };
  if (shown === 'node') return { ...line, text: nodeOf(url) };
  return shown === 'event' ? { ...line, text: '', ...eventOf(kind, text) } : line;
}

/** A question that is asked again stands at the same node. */
function isRepeatedNode({ kind, text, callSid }: Line, lines: readonly Line[]): boolean {
  const node = lines.findLast((line) => line.kind === 'node');
  return kind === 'node' && node?.text === text && node.callSid === callSid;
}

/** What can happen to a call, as the page's words name it. */
export type EventName =
  | 'dials'
  | 'rings'
  | 'missed'
  | 'answered'
  | 'connectedWith'
  | 'hungUpHere'
  | 'rejected'
  | 'notAnswered'
  | 'stoppedRinging'
  | 'takenElsewhere'
  | 'applicationError'
  | 'ended';

type Event = Pick<Line, 'event' | 'detail'>;

const BEGINNINGS: readonly (readonly [RegExp, EventName])[] = [
  [/^dials/, 'dials'],
  [/^did not ring/, 'missed'],
  [/./, 'rings'],
];

const ENDS: readonly (readonly [RegExp, EventName])[] = [
  [/^hung up by the phone/, 'hungUpHere'],
  [/^rejected/, 'rejected'],
  [/^(no-answer|nobody answered)/, 'notAnswered'],
  [/^cancell?ed/, 'stoppedRinging'],
  [/^taken by another phone/, 'takenElsewhere'],
  [/^application error/, 'applicationError'],
];

/** The emulator's words for what happened to a call, as a name and a number. */
function eventOf(kind: string, text: string): Event {
  const detail = /\+\d+|anonymous/.exec(text)?.[0] ?? '';
  return { event: eventNameOf(kind, text), detail };
}

function eventNameOf(kind: string, text: string): EventName {
  if (kind === 'answer') return 'answered';
  if (kind === 'bridge') return 'connectedWith';
  return (kind === 'hangup' ? ENDS : BEGINNINGS).find(([pattern]) => pattern.test(text))?.[1] ?? 'ended';
}
