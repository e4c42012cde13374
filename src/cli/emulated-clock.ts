import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { askEmulator } from './ask-emulator';

const state = z.looseObject({ shiftMs: z.number(), forwarding: z.boolean() });
const lookEveryMs = 100;

/** The minutes of a line such as `+5m` or `+2h`; null for any other line. */
export function minutesToForward(line: string): number | null {
  const match = /^\+(\d{1,5}) ?([mh])$/.exec(line);
  return match === null ? null : Number(match[1]) * (match[2] === 'h' ? 60 : 1);
}

/** Moves the emulator's clock forward by `minutes`, or until a phone rings; answers by how many minutes it moved. Throws HotlineError `conflict` with the reason when that is not possible. */
export async function forwardClock(url: string, minutes: number): Promise<number> {
  const begun = await askEmulator(`${url}/clock/forward`, state, { minutes });
  let now = begun;
  while (now.forwarding) {
    await pause(lookEveryMs);
    now = await askEmulator(`${url}/clock`, state);
  }
  return Math.round((now.shiftMs - begun.shiftMs) / 60_000);
}
