import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

const command = 'bin/faultline.mjs';

export interface Ended {
  /** Exit code, or the signal's name. */
  readonly code: number | string;
  readonly out: string;
  readonly err: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts the real command with these settings and no others; `input` is piped to it. */
export function faultline(args: readonly string[], settings: Readonly<Record<string, string>>, input = ''): Started {
  // eslint-disable-next-line no-restricted-properties -- PATH is needed to find node's libraries
  const env = { PATH: process.env['PATH'] ?? '', ...settings };
  const child = spawn(process.execPath, [command, ...args], { env, stdio: 'pipe' });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child.stdin.end(input);
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code: code ?? String(signal), out, err });
    });
  });
  return { child, ended };
}

/** Asks again until the answer is not null; throws after `ms` milliseconds. */
export async function until<T>(what: string, ms: number, ask: () => Promise<T | null>): Promise<T> {
  for (let left = ms; left > 0; left -= 100) {
    const answer = await ask().catch(() => null);
    if (answer !== null) return answer;
    await pause(100);
  }
  throw new Error(`${what} has not come to pass within ${ms / 1000} s`);
}
