import type { ChaosOptions } from './chaos';
import type { Clock } from './clock';
import type { Directory } from './directory';

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
  /** How long an outbound call may wait for its turn, in milliseconds; Twilio keeps it for 24 hours. */
  readonly longestQueueMs?: number | undefined;
  /** How many REST requests are answered in a second of the clock, the others with 429; unlimited when absent. */
  readonly requestsPerSecond?: number | undefined;
  /** Sends every webhook twice with the same token and notes a violation when the answers differ. */
  readonly repeatEveryWebhook?: boolean | undefined;
  /** How bad a carrier it is at the start; without it, a good one. */
  readonly chaos?: Partial<ChaosOptions> | undefined;
  /** How long a webhook may take, in milliseconds of real time; Twilio waits 15 s. */
  readonly webhookTimeoutMs?: number | undefined;
  /** The people whose phones the page at /phone offers. */
  readonly directory?: Directory | undefined;
  /** The folder of the built phone page; without it there is none. */
  readonly phonePage?: string | undefined;
}
