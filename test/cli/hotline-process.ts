import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { workerUrl } from '../support/database';
import { freePort } from '../support/free-port';

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

/** The hotline with its emulator as `npm start` runs it, on free ports and an empty database. */
export class ServedHotline {
  private running: Started | null = null;

  private constructor(
    readonly settings: Readonly<Record<string, string>>,
    private readonly folder: string,
  ) {}

  /** Not started yet; `name` tells the databases of several test files apart. */
  static async prepare(name: string, token: string): Promise<ServedHotline> {
    const folder = await mkdtemp(join(tmpdir(), `faultline-${name}-`));
    const settings = {
      PORT: String(await freePort()),
      EMULATOR_PORT: String(await freePort()),
      DATA_DIR: folder,
      DATABASE_URL: await workerUrl(name),
      API_TOKEN: token,
    };
    return new ServedHotline(settings, folder);
  }

  at(port: 'PORT' | 'EMULATOR_PORT', path: string): string {
    return `http://127.0.0.1:${this.settings[port] ?? ''}${path}`;
  }

  /** Something done to the emulator: a phone's key, the clock. */
  post(path: string, body: object = {}): Promise<void> {
    return this.tellEmulator('POST', path, body);
  }

  /** Makes the hotline speak so many times as quickly as people do, from the next prompt on: nobody here needs to hear it out. */
  speakAt(pace: number): Promise<void> {
    return this.tellEmulator('PUT', '/speech', { pace });
  }

  private async tellEmulator(method: 'POST' | 'PUT', path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const url = this.at('EMULATOR_PORT', path);
    const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
  }

  async start(): Promise<Started> {
    const started = faultline(['serve'], this.settings);
    this.running = started;
    const answers = async () => ((await fetch(this.at('PORT', '/readyz'))).ok ? true : null);
    await until('/readyz answers 200', 60_000, answers);
    return started;
  }

  /** Ends whatever still runs, and takes its files away. */
  async remove(): Promise<void> {
    this.running?.child.kill('SIGKILL');
    await this.running?.ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}
