import { Chaos, type ChaosOptions } from './chaos';
import { readDirectory } from './directory';
import type { EmulatorOptions } from './options';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the program is told beside the options of the emulator. */
export type Settings = Omit<EmulatorOptions, 'clock'> & {
  /** How far the clock is ahead of real time at the start, in milliseconds. */
  readonly clockAheadMs: number;
};

/** Reads what the emulator is told by its environment; throws an Error that says what is wrong. */
export function settingsOf(environment: Environment): Settings {
  if (environment['NODE_ENV'] === 'production') throw new Error('The carrier emulator does not run in production.');
  return {
    accountSid: required(environment, 'EMULATOR_ACCOUNT_SID'),
    authToken: required(environment, 'EMULATOR_AUTH_TOKEN'),
    number: required(environment, 'EMULATOR_NUMBER'),
    host: optional(environment, 'EMULATOR_HOST'),
    port: portOf(optional(environment, 'EMULATOR_PORT')),
    voiceUrl: optional(environment, 'EMULATOR_VOICE_URL'),
    voiceFallbackUrl: optional(environment, 'EMULATOR_FALLBACK_URL'),
    statusCallbackUrl: optional(environment, 'EMULATOR_STATUS_URL'),
    smsUrl: optional(environment, 'EMULATOR_SMS_URL'),
    directory: readDirectory(optional(environment, 'EMULATOR_DIRECTORY')),
    chaos: chaosOf(optional(environment, 'EMULATOR_CHAOS')),
    clockAheadMs: aheadOf(optional(environment, 'EMULATOR_CLOCK_AHEAD_MS')),
  };
}

function optional(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  return value === '' ? undefined : value;
}

function required(environment: Environment, name: string): string {
  const value = optional(environment, name);
  if (value === undefined) throw new Error(`${name} is not set.`);
  return value;
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`EMULATOR_PORT is no port: ${text}`);
  return port;
}

function chaosOf(text: string | undefined): ChaosOptions | undefined {
  return text === undefined ? undefined : Chaos.parse(text).options;
}

function aheadOf(text: string | undefined): number {
  if (text === undefined) return 0;
  if (!/^\d{1,12}$/.test(text)) throw new Error(`EMULATOR_CLOCK_AHEAD_MS is no number of milliseconds: ${text}`);
  return Number(text);
}
