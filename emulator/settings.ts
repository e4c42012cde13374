import type { EmulatorOptions } from './options';

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads what the emulator is told by its environment; throws an Error that says what is wrong. */
export function settingsOf(environment: Environment): Omit<EmulatorOptions, 'clock'> {
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
