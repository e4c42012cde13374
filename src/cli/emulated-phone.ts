import { z } from 'zod';
import { askEmulator, fetchEmulator } from './ask-emulator';

const phoneEvent = z.looseObject({
  at: z.coerce.date(),
  kind: z.string(),
  text: z.string().default(''),
  url: z.string().optional(),
});
const phoneState = z.looseObject({
  state: z.enum(['idle', 'dialing', 'ringing', 'connected']),
  activity: z.string().nullable(),
  asking: z.looseObject({ numDigits: z.number().nullable() }).nullable(),
  transcript: z.array(z.looseObject({ kind: z.string() })),
});
const phoneList = z.looseObject({ phones: z.array(z.looseObject({ number: z.string(), state: z.string() })) });
const noticeList = z.looseObject({ notices: z.array(z.looseObject({ code: z.number(), message: z.string() })) });

/** What a person at the phone notices, with its sign; webhooks and the like stay in the emulator's journal. */
const shown: Readonly<Record<string, string>> = {
  ask: '  ▸ ',
  say: '🔊 ',
  play: '♪ ',
  ring: '☎ ',
  bridge: '⇄ ',
  text: '✉ ',
  hangup: '⏹ ',
  key: '⌨ ',
  words: '🗣 ',
  error: '! ',
};

/** `state` is the phone's, in a person's words; `activity` is the line's: at `gathering` and `recording` the hotline waits for the phone. */
export type PhoneState = z.infer<typeof phoneState>;

/** One thing that happened at a phone; `url` is where keys or a recording go, or what was requested. */
export type PhoneEvent = z.infer<typeof phoneEvent>;

/** A phone of the carrier emulator, worked over its control API on this machine. */
export class EmulatedPhone {
  private readonly stop = new AbortController();
  private readonly path: string;

  constructor(
    url: string,
    readonly number: string,
  ) {
    this.path = `${url}/phones/${encodeURIComponent(number)}`;
  }

  state(): Promise<PhoneState> {
    return askEmulator(this.path, phoneState);
  }

  /** Does something with the phone. Throws HotlineError `conflict` with the reason when that is not possible. */
  async act(act: string, command: object = {}): Promise<void> {
    await askEmulator(`${this.path}/${act}`, z.unknown(), command);
  }

  /** Passes every line that this phone hears to `tell` until `close`; calls `lost` when the emulator goes away before that. */
  listen(tell: (line: string) => void, lost: () => void): Promise<void> {
    return this.follow((event) => {
      for (const line of lineOf(event)) tell(line);
    }, lost);
  }

  /** Passes everything that happens at this phone to `tell` until `close`; calls `lost` when the emulator goes away before that. */
  async follow(tell: (event: PhoneEvent) => void, lost: () => void): Promise<void> {
    const { signal } = this.stop;
    const response = await fetchEmulator(`${this.path}/events`, { signal });
    // The client library ends a stream in which nothing happens for minutes, so the stream is opened again.
    const again = (): Promise<void> => (signal.aborted ? Promise.resolve() : this.follow(tell, lost));
    void readEvents(response, tell)
      .then(again, again)
      .catch(() => {
        if (!signal.aborted) lost();
      });
  }

  close(): void {
    this.stop.abort();
  }
}

async function readEvents(response: Response, tell: (event: PhoneEvent) => void): Promise<void> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    const events = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events.flatMap(readEvent)) tell(event);
  }
}

function readEvent(text: string): PhoneEvent[] {
  const data = /^data: (.*)$/m.exec(text)?.[1];
  const parsed = phoneEvent.safeParse(data === undefined ? null : JSON.parse(data));
  return parsed.success ? [parsed.data] : [];
}

/** What a person at the phone notices of one event; nothing for most of them. */
function lineOf({ kind, text }: PhoneEvent): string[] {
  const sign = shown[kind];
  return sign === undefined ? [] : [`${sign}${text.replace(/ for \/voice\/step\/(\S+)$/, ' → $1')}`];
}

/** The numbers of the phones that ring now. */
export async function ringingPhones(url: string): Promise<string[]> {
  const { phones } = await askEmulator(`${url}/phones`, phoneList);
  return phones.filter(({ state }) => state === 'ringing').map(({ number }) => number);
}

/** What the carrier complained of so far, the oldest first. */
export async function complaintsOf(url: string): Promise<string[]> {
  const { notices } = await askEmulator(`${url}/debugger`, noticeList);
  return notices.map(({ code, message }) => `${code} ${message}`);
}
