import type { Directory } from '../state/exchange';

export type Act = 'dial' | 'answer' | 'reject' | 'hangup' | 'keys' | 'say' | 'breathe' | 'text';

interface SentParts {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Blob;
}

/** For each phone a promise that resolves when all that was done with it so far has begun. */
const lastActs = new Map<string, Promise<void>>();

/** Does something with a phone, after all that was done with it before. What the phone cannot do (any more) is no error: its state shows why. */
export function act(number: string, what: Act, command: object = {}): Promise<void> {
  return inTurn(number, () => post(pathOf(number, what), command));
}

/** Speaks with real sound, a wav file; what is done with the phone meanwhile waits until the file is there. */
export function sendSound(number: string, sound: Promise<Blob>): Promise<void> {
  const ready = sound.catch(() => null);
  return inTurn(number, async () => {
    const body = await ready;
    if (body !== null) await send(pathOf(number, 'sound'), { body });
  });
}

const pathOf = (number: string, what: string): string => `/phones/${encodeURIComponent(number)}/${what}`;

/** Sends a request when the one before has been answered: of two under way at once, the # that ends a recording could overtake the words that belong to it. */
function inTurn(number: string, request: () => Promise<void>): Promise<void> {
  const before = lastActs.get(number) ?? Promise.resolve();
  const turn = before.then(request);
  lastActs.set(number, turn);
  return turn;
}

/** Lets the time go by quickly, at most so many minutes; a ringing phone stops it. */
export const forwardClock = (minutes: number): Promise<void> => post('/clock/forward', { minutes });

export const stopClock = (): Promise<void> => post('/clock/stop', {});

export async function readDirectory(): Promise<Directory> {
  const response = await fetch('/directory');
  return (await response.json()) as Directory;
}

function post(path: string, body: object): Promise<void> {
  return send(path, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

/** Resolves when the act has begun, not when all that it sets off is over; a request that gets lost is no error. */
async function send(path: string, { headers = {}, body }: SentParts): Promise<void> {
  await fetch(path, { method: 'POST', headers: { ...headers, prefer: 'respond-async' }, body }).catch(() => undefined);
}
