import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from './config';

/** A config whose carrier can be reached and checked. */
export type ConnectedConfig = Config & { readonly accountSid: string; readonly authToken: string };

/** Fills in an account for the emulator when none is set: it lives as long as the two processes. */
export function withEmulatorAccount(config: Config): ConnectedConfig {
  const accountSid = config.accountSid ?? `AC${randomBytes(16).toString('hex')}`;
  const authToken = config.authToken ?? randomBytes(16).toString('hex');
  return { ...config, accountSid, authToken };
}

/** Starts the carrier emulator beside the hotline, as a program of its own; it ends with this process. */
export function startEmulator(config: ConnectedConfig): ChildProcess {
  const url = (path: string): string => `${config.publicBaseUrl}${path}`;
  const program = join(__dirname, '..', 'emulator', 'main.js');
  return fork(program, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      EMULATOR_HOST: '127.0.0.1',
      EMULATOR_PORT: String(config.emulatorPort),
      EMULATOR_ACCOUNT_SID: config.accountSid,
      EMULATOR_AUTH_TOKEN: config.authToken,
      EMULATOR_NUMBER: config.hotlineNumber,
      EMULATOR_VOICE_URL: url('/voice/incoming'),
      EMULATOR_FALLBACK_URL: url('/voice/fallback'),
      EMULATOR_STATUS_URL: url('/voice/status'),
      EMULATOR_SMS_URL: url('/sms/incoming'),
    },
  });
}
