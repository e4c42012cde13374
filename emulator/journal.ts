export type EntryKind =
  | 'ring'
  | 'answer'
  | 'say'
  | 'play'
  | 'ask'
  | 'key'
  | 'words'
  | 'record'
  | 'webhook'
  | 'status'
  | 'queue'
  | 'bridge'
  | 'hangup'
  | 'text'
  | 'error';

/** One thing that happened; `who` is the phone number at the far end, or the emulated number. */
export interface Entry {
  readonly at: Date;
  readonly kind: EntryKind;
  readonly who: string;
  readonly callSid: string | null;
  /** What was said, pressed, asked for or went wrong, for a person to read. */
  readonly text: string;
  readonly language?: string;
  /** The document that spoke, or the address that was requested. */
  readonly url?: string;
}

/** The request that something went wrong with, and the answer if there was one. */
export interface Exchanged {
  readonly method: 'GET' | 'POST';
  readonly params: Readonly<Record<string, string>>;
  readonly response: { readonly status: number; readonly contentType: string; readonly body: string } | null;
}

interface Response {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

export function exchangedOf(
  { method, params }: Pick<Exchanged, 'method' | 'params'>,
  response: Response | null,
): Exchanged {
  if (!response) return { method, params, response };
  const { status, contentType, body } = response;
  return { method, params, response: { status, contentType, body: body.toString('utf8') } };
}

/** What Twilio's debugger would show. */
export interface Notice {
  readonly at: Date;
  readonly level: 'error' | 'warning';
  readonly code: number;
  readonly message: string;
  readonly url: string;
  readonly callSid: string | null;
  readonly exchanged?: Exchanged | null;
}

/** Everything that happens, as it happens. */
export class Journal {
  readonly entries: Entry[] = [];
  readonly notices: Notice[] = [];
  private readonly listeners = new Set<(entry: Entry) => void>();

  /** `number` is the emulated number, under which errors and warnings are noted. */
  constructor(private readonly number: string) {}

  add(entry: Entry): void {
    this.entries.push(entry);
    for (const listener of this.listeners) listener(entry);
  }

  notice(notice: Notice): void {
    this.notices.push(notice);
    const { at, callSid, code, message, url } = notice;
    this.add({ at, kind: 'error', who: this.number, callSid, text: `${code} ${message}`, url });
  }

  /** Calls `listener` with each new entry; the returned function removes the listener. */
  listen(listener: (entry: Entry) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }
}
