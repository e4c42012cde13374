import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Config } from './config';
import { HotlineError } from './errors';
import { writePhoneDirectory } from './write-phone-directory';

/** A config whose carrier can be reached and checked. */
export type ConnectedConfig = Config & { readonly accountSid: string; readonly authToken: string };

/** Fills in an account for the emulator when none is set: the account lasts as long as the two processes. */
export function withEmulatorAccount(config: Config): ConnectedConfig {
  const accountSid = config.accountSid ?? `AC${randomBytes(16).toString('hex')}`;
  const authToken = config.authToken ?? randomBytes(16).toString('hex');
  return { ...config, accountSid, authToken };
}

interface StartedEmulator {
  readonly program: ChildProcess;
  stop(): Promise<void>;
}

/** Starts the carrier emulator beside the hotline, as a program of its own that ends with this process; its clock is `aheadMs` ahead of real time. Resolves when it listens; `lost` is told when it ends by itself later. Throws HotlineError `carrier_unavailable`. */
export async function startEmulator(
  config: ConnectedConfig,
  aheadMs: number,
  lost: (error: HotlineError) => void,
): Promise<StartedEmulator> {
  const program = forkEmulator(config, aheadMs);
  const gone = endOf(program);
  const failure = await Promise.race([firstLine(program), gone]);
  if (failure !== null) throw failure;
  let isStopped = false;
  void gone.then((end) => {
    if (!isStopped) lost(end);
  });
  const stop = async (): Promise<void> => {
    isStopped = true;
    program.kill('SIGTERM');
    await gone;
  };
  return { program, stop };
}

const hasEnded = (how: string): HotlineError =>
  new HotlineError('carrier_unavailable', `The carrier emulator has ended (${how}); without it no phone rings.`);

/** Resolves with how the program ended, once it has. */
function endOf(program: ChildProcess): Promise<HotlineError> {
  return new Promise((resolve) => {
    program.once('error', ({ message }) => {
      resolve(hasEnded(message));
    });
    program.once('exit', (code, signal) => {
      resolve(hasEnded(signal ?? `exit code ${String(code)}`));
    });
  });
}

function forkEmulator(config: ConnectedConfig, aheadMs: number): ChildProcess {
  const url = (path: string): string => `${config.publicBaseUrl}${path}`;
  const program = join(__dirname, '..', 'emulator', 'main.js');
  return fork(program, {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    // Its own process group: Ctrl-C reaches the hotline, which ends its calls before it ends the emulator.
    detached: true,
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
      EMULATOR_CLOCK_AHEAD_MS: String(aheadMs),
      EMULATOR_DIRECTORY: writePhoneDirectory(config),
    },
  });
}

/** Resolves with null at the first line that the emulator writes, which says that it listens; its later lines are read and dropped. */
async function firstLine({ stdout }: ChildProcess): Promise<null> {
  if (stdout !== null) await once(createInterface({ input: stdout }), 'line');
  return null;
}
