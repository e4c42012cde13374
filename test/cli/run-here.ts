import { env } from 'node:process';
import { faultline } from '../../src/cli/faultline';
import { print } from '../../src/cli/terminal';
import type { Ended } from './hotline-process';

/**
 * Runs a command to its end within this process, a second quicker than in one of its own.
 * Not for what a process alone does: signals, asking at a terminal, words that the command does not know.
 */
export async function runHere(words: readonly string[], settings: Readonly<Record<string, string>>): Promise<Ended> {
  const told = { out: '', err: '' };
  const spies = [
    jest.spyOn(print, 'line').mockImplementation((text = '') => void (told.out += `${text}\n`)),
    jest.spyOn(print, 'note').mockImplementation((text) => void (told.err += `${text}\n`)),
  ];
  const { exitCode } = process;
  process.exitCode = 0;
  try {
    await inEnvironment(settings, () => faultline(words));
    return { code: process.exitCode, ...told };
  } finally {
    process.exitCode = exitCode;
    for (const spy of spies) spy.mockRestore();
  }
}

/** The command reads these settings and no others. */
async function inEnvironment(settings: Readonly<Record<string, string>>, work: () => Promise<void>): Promise<void> {
  const usual = { ...env };
  setEnvironment(settings);
  try {
    await work();
  } finally {
    setEnvironment(usual);
  }
}

function setEnvironment(settings: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(env)) Reflect.deleteProperty(env, name);
  Object.assign(env, settings);
}
