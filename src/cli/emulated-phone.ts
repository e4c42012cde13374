import { z } from 'zod';
import { HotlineError } from '../errors';

const entry = z.looseObject({ kind: z.string(), text: z.string().default('') });
const phones = z.looseObject({ phones: z.array(z.looseObject({ number: z.string(), state: z.string() })) });
const refusal = z.looseObject({ error: z.string() });

/** What a person at a phone notices; webhooks and the like stay in the emulator's journal. */
const shown: Readonly<Record<string, string>> = {
  say: '🔊',
  play: '♪',
  ring: '☎',
  bridge: '⇄',
  text: '✉',
  hangup: '⏹',
  key: '⌨',
  error: '!',
};

/** A phone of the carrier emulator, worked over its control API on this machine. */
export class EmulatedPhone {
  private readonly stop = new AbortController();

  constructor(
    private readonly url: string,
    readonly number: string,
  ) {}

  /** Does something with the phone. Throws HotlineError `conflict` with the reason when the phone cannot. */
  async act(act: string, command: object = {}): Promise<void> {
    const response = await fetchEmulator(`${this.url}/phones/${encodeURIComponent(this.number)}/${act}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(command),
    });
    if (!response.ok) throw new HotlineError('conflict', refusal.parse(await response.json()).error);
  }

  /** Tells every line that this phone hears, until `close`. */
  async listen(tell: (line: string) => void): Promise<void> {
    const { signal } = this.stop;
    const response = await fetchEmulator(`${this.url}/phones/${encodeURIComponent(this.number)}/events`, { signal });
    void readEvents(response, tell).catch((error: unknown) => {
      if (!signal.aborted) tell(`the carrier emulator is gone: ${String(error)}`);
    });
  }

  close(): void {
    this.stop.abort();
  }
}

async function readEvents(response: Response, tell: (line: string) => void): Promise<void> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    const events = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = events.pop() ?? '';
    for (const line of events.flatMap(lineOf)) tell(line);
  }
}

/** What a person at the phone notices of one event; nothing for most of them. */
function lineOf(event: string): string[] {
  const data = /^data: (.*)$/m.exec(event)?.[1];
  const parsed = entry.safeParse(data === undefined ? null : JSON.parse(data));
  const sign = parsed.success ? shown[parsed.data.kind] : undefined;
  return parsed.success && sign !== undefined ? [`${sign} ${parsed.data.text}`] : [];
}

/** The numbers of the phones that ring now. */
export async function ringingPhones(url: string): Promise<string[]> {
  const response = await fetchEmulator(`${url}/phones`);
  return phones
    .parse(await response.json())
    .phones.filter(({ state }) => state === 'ringing')
    .map(({ number }) => number);
}

async function fetchEmulator(url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'AbortError') throw cause;
    const message = 'The carrier emulator does not answer. Start the hotline first: npm start';
    throw new HotlineError('carrier_unavailable', message, { url }, { cause });
  }
}
