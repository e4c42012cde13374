import type { Directory } from '../state/exchange';

export type Act = 'dial' | 'answer' | 'reject' | 'hangup' | 'keys' | 'say' | 'breathe' | 'text';

/** Does something with a phone. What the phone cannot do (any more) is no error: its state shows why. */
export async function act(number: string, what: Act, command: object = {}): Promise<void> {
  await post(`/phones/${encodeURIComponent(number)}/${what}`, command);
}

/** Speaks with real sound, a wav file. */
export async function sendSound(number: string, sound: Blob): Promise<void> {
  const path = `/phones/${encodeURIComponent(number)}/sound`;
  await fetch(path, { method: 'POST', body: sound }).catch(() => undefined);
}

/** Lets the time go by quickly, at most so many minutes; a ringing phone stops it. */
export const forwardClock = (minutes: number): Promise<void> => post('/clock/forward', { minutes });

export const stopClock = (): Promise<void> => post('/clock/stop', {});

export async function readDirectory(): Promise<Directory> {
  const response = await fetch('/directory');
  return (await response.json()) as Directory;
}

async function post(path: string, body: object): Promise<void> {
  await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => undefined);
}
