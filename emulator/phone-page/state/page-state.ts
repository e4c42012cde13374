import type { ClockState, Directory, Entry, Notice, PhoneState, PhoneText, Snapshot } from './exchange';
import { type Line, withEntry } from './transcript';

export type Link = 'connecting' | 'live' | 'lost';

/** All that the page knows. */
export interface PageState {
  readonly link: Link;
  /** The number that the phones dial. */
  readonly number: string;
  readonly directory: Directory;
  readonly clock: ClockState;
  readonly phones: ReadonlyMap<string, PhoneState>;
  /** The lines of each phone, by its number. */
  readonly transcripts: ReadonlyMap<string, readonly Line[]>;
  /** The texts of each phone, by its number, oldest first. */
  readonly texts: ReadonlyMap<string, readonly PhoneText[]>;
  readonly notices: readonly Notice[];
  /** How many texts of each phone have been seen. */
  readonly readTexts: ReadonlyMap<string, number>;
}

export type PageEvent =
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly kind: 'directory'; readonly directory: Directory }
  | { readonly kind: 'phone'; readonly phone: PhoneState }
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'text'; readonly text: PhoneText }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'clock'; readonly clock: ClockState }
  | { readonly kind: 'lost' }
  | { readonly kind: 'read'; readonly phone: string };

export const initialState: PageState = {
  link: 'connecting',
  number: '',
  directory: { people: [] },
  clock: { shiftMs: 0, forwarding: false },
  phones: new Map(),
  transcripts: new Map(),
  texts: new Map(),
  notices: [],
  readTexts: new Map(),
};

type Reducers = {
  readonly [K in PageEvent['kind']]: (state: PageState, event: Extract<PageEvent, { readonly kind: K }>) => PageState;
};

const reducers: Reducers = {
  snapshot: (state, { snapshot }) => fromSnapshot(state, snapshot),
  directory: (state, { directory }) => ({ ...state, directory }),
  phone: (state, { phone }) => ({ ...state, phones: put(state.phones, phone.number, phone) }),
  entry: (state, { entry }) => ({ ...state, transcripts: withLine(state.transcripts, entry) }),
  text: (state, { text }) => ({ ...state, texts: withText(state.texts, text) }),
  notice: (state, { notice }) => ({ ...state, notices: [...state.notices, notice] }),
  clock: (state, { clock }) => ({ ...state, clock }),
  lost: (state) => ({ ...state, link: 'lost' }),
  read: (state, { phone }) => ({
    ...state,
    readTexts: put(state.readTexts, phone, state.texts.get(phone)?.length ?? 0),
  }),
};

/** What the page knows after something happened. */
export function reduce(state: PageState, event: PageEvent): PageState {
  // Each kind of event has the reducer of its own kind, which the compiler cannot see here.
  return reducers[event.kind](state, event as never);
}

/** How many texts of a phone came in since somebody looked. */
export function unreadTexts({ texts, readTexts }: PageState, phone: string): number {
  const unseen = (texts.get(phone) ?? []).slice(readTexts.get(phone) ?? 0);
  return unseen.filter(({ mine }) => !mine).length;
}

/** What the page knows after a snapshot, which comes at first and after each lost connection. Texts in the first one count as read; later what was read stays read. */
function fromSnapshot(state: PageState, { number, clock, phones, entries, texts, notices }: Snapshot): PageState {
  const kept = texts.reduce(withText, new Map<string, readonly PhoneText[]>());
  const first = state.link === 'connecting';
  return {
    ...state,
    link: 'live',
    number,
    clock,
    notices,
    phones: new Map(phones.map((phone) => [phone.number, phone])),
    transcripts: entries.reduce(withLine, new Map<string, readonly Line[]>()),
    texts: kept,
    readTexts: first ? new Map([...kept].map(([phone, list]) => [phone, list.length])) : state.readTexts,
  };
}

function withLine(transcripts: PageState['transcripts'], entry: Entry): PageState['transcripts'] {
  const before = transcripts.get(entry.who) ?? [];
  const after = withEntry(before, entry);
  return after === before ? transcripts : put(transcripts, entry.who, after);
}

/** A text that is told again, as its status has changed, stays in its place; one that never arrived is not shown. */
function withText(texts: PageState['texts'], text: PhoneText): PageState['texts'] {
  if (!text.mine && text.status !== 'delivered') return texts;
  const before = texts.get(text.phone) ?? [];
  const known = before.some(({ sid }) => sid === text.sid);
  const after = known ? before.map((one) => (one.sid === text.sid ? text : one)) : [...before, text];
  return put(texts, text.phone, after);
}

function put<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}
