import { realClock } from './clock';
import { createEmulator, type Emulator } from './emulator';
import type { Entry } from './journal';
import { settingsOf } from './settings';
import { letParentFollow } from './parent-clock';
import { ShiftedClock } from './shifted-clock';
import { fstatSync } from 'node:fs';
import { join } from 'node:path';

/** The emulator as a program: settings from the environment, one line per event, gone when its parent is. */
async function main(environment: NodeJS.ProcessEnv): Promise<void> {
  const { clockAheadMs, ...settings } = settingsOf(environment);
  const emulator = createEmulator({
    clock: new ShiftedClock(realClock, clockAheadMs),
    phonePage: join(__dirname, 'phone-page'),
    ...settings,
  });
  letParentFollow(emulator);
  emulator.onEvent((entry) => {
    print(lineOf(entry));
  });
  const { url } = await emulator.start();
  print(`The carrier emulator listens on ${url}`);
  stopWithParent(emulator);
}

function lineOf({ at, kind, who, callSid, text, url }: Entry): string {
  return [at.toISOString(), kind.padEnd(7), who, callSid ?? '', text, url ?? '']
    .filter((part) => part !== '')
    .join('  ');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function stopWithParent(emulator: Emulator): void {
  const stop = (): void => {
    void emulator.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  const stdin = fstatSync(0);
  // When our input is a pipe, its end means that the parent is gone; a terminal or /dev/null says nothing about that.
  if (process.send === undefined && (stdin.isFIFO() || stdin.isSocket())) process.stdin.once('end', stop).resume();
}

// eslint-disable-next-line no-restricted-properties -- the only place of the emulator that reads its settings
main(process.env).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
