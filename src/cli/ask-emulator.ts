import { z } from 'zod';
import { readConfig } from '../config';
import { HotlineError } from '../errors';
import { readEnvironment } from './environment';
import { print } from './terminal';

const refusal = z.looseObject({ error: z.string() });

/** Where the carrier emulator of these settings is. */
export const emulatorUrl = (): string => `http://127.0.0.1:${readConfig(readEnvironment()).emulatorPort}`;

/** What the carrier emulator answers to a question, or to a command when one is given. Throws HotlineError `conflict` with the reason when it refuses. */
export async function askEmulator<T>(url: string, answer: z.ZodType<T>, command?: object): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetchEmulator(url, command && { method: 'POST', headers, body: JSON.stringify(command) });
  if (!response.ok) throw new HotlineError('conflict', refusal.parse(await response.json()).error);
  return answer.parse(await response.json());
}

/** Throws HotlineError `carrier_unavailable` when nobody answers. */
export async function fetchEmulator(url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'AbortError') throw cause;
    const message = `The carrier emulator does not answer on ${new URL(url).host}. Start the hotline first: npm start`;
    throw new HotlineError('carrier_unavailable', message, { url }, { cause });
  }
}

/** Ends the command, whose `work` cannot go on. */
export function endWithoutEmulator(work: string): never {
  print.problem(`The carrier emulator is gone, and ${work} with it. Start the hotline again: npm start`);
  process.exit(1);
}
