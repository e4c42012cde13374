import type { Clock } from './clock';

/** What the emulator is told at its start; URLs are absolute, numbers E.164. */
export interface EmulatorOptions {
  readonly clock: Clock;
  readonly accountSid: string;
  readonly authToken: string;
  /** The one number of the account: what phones dial, and the From of every outbound call and text. */
  readonly number: string;
  readonly voiceUrl?: string | undefined;
  readonly voiceFallbackUrl?: string | undefined;
  readonly statusCallbackUrl?: string | undefined;
  readonly smsUrl?: string | undefined;
  /** 0 (the default) takes a free port. */
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  /** Makes every Sid and token the same in each run. */
  readonly seed?: string | undefined;
  /** How many outbound calls start in a second; unlimited when absent. */
  readonly callsPerSecond?: number | undefined;
  /** Sends every webhook twice with the same token and notes a violation when the answers differ. */
  readonly repeatEveryWebhook?: boolean | undefined;
  /** How long a webhook may take, in milliseconds of real time; Twilio waits 15 s. */
  readonly webhookTimeoutMs?: number | undefined;
}
