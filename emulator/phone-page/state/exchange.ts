/** What the emulator tells of its phones, as its stream `/events` and `/directory` have it. */

export type Language = 'zh' | 'en';
export type Bilingual = Readonly<Record<Language, string>>;

export interface Person {
  /** E.164. */
  readonly number: string;
  readonly name: string;
  readonly group: Bilingual;
  readonly role: Bilingual;
  readonly note: Bilingual;
  /** Readers of these languages find the phone on the table when they open the page for the first time. */
  readonly onTable?: readonly Language[];
}

export interface Directory {
  readonly title?: Bilingual;
  readonly timezone?: string;
  readonly people: readonly Person[];
  readonly guide?: readonly Bilingual[];
}

/** What the call waits for. */
export interface Asking {
  readonly kind: 'gather' | 'record';
  readonly path: string;
  readonly speech: boolean;
}

/** One phone as it is now. */
export interface PhoneState {
  readonly number: string;
  readonly state: 'idle' | 'dialing' | 'ringing' | 'connected';
  readonly callSid: string | null;
  readonly activity: string | null;
  /** Who is at the other end. */
  readonly other: string | null;
  /** When it was answered, ISO. */
  readonly since: string | null;
  readonly asking: Asking | null;
  readonly bridgedWith: string | null;
}

/** One thing that happened on a phone. */
export interface Entry {
  /** ISO. */
  readonly at: string;
  readonly kind: string;
  readonly who: string;
  readonly callSid: string | null;
  readonly text: string;
  readonly language?: string;
  readonly url?: string;
}

/** A text as the phone has it. */
export interface PhoneText {
  readonly sid: string;
  readonly phone: string;
  /** Whether this phone sent it. */
  readonly mine: boolean;
  readonly body: string;
  readonly status: string;
  readonly at: string;
}

export interface Notice {
  readonly at: string;
  readonly level: 'error' | 'warning';
  readonly code: number;
  readonly message: string;
  readonly url: string;
}

/** How far the emulator's clock is ahead of this machine's. */
export interface ClockState {
  readonly shiftMs: number;
  readonly forwarding: boolean;
}

export interface Snapshot {
  readonly number: string;
  readonly clock: ClockState;
  readonly phones: readonly PhoneState[];
  readonly entries: readonly Entry[];
  readonly texts: readonly PhoneText[];
  readonly notices: readonly Notice[];
}
