/**
 * The carrier as the hotline sees it, in our words. Twilio is one adapter; services know only this file.
 * Phone numbers are E.164. Every outbound attempt carries our own id in its URLs, so that no call depends on the carrier's id.
 */
export interface Carrier {
  /** Asks for an outbound call. Throws HotlineError `carrier_refused` (details.reason) or `carrier_unavailable` (details.ambiguous, details.retryAfterMs). */
  placeCall(order: CallOrder): Promise<Placed>;
  /** Sends a text. Throws as placeCall. */
  sendText(order: TextOrder): Promise<Placed>;
  /** Ends a call that is ringing or in progress; one that is already over is no error. */
  hangUp(callSid: string): Promise<void>;
  /** The state of one call, or null when the carrier does not know it. */
  findCall(callSid: string): Promise<CarrierCall | null>;
  /** Calls to a number created at or after a moment: how an attempt whose creation got no answer is found again. */
  findCallsTo(to: string, since: Date): Promise<CarrierCall[]>;
  /** As findCallsTo, for texts. */
  findTextsTo(to: string, since: Date): Promise<CarrierText[]>;
  /** Deletes a recording for good; one that is gone already is no error. Throws as placeCall. */
  deleteRecording(recordingSid: string): Promise<void>;
}

/** The account at the carrier, as the operator sees it. Both methods throw as placeCall. */
export interface CarrierAccount {
  readAccount(): Promise<{ readonly name: string; readonly status: string }>;
  /** What the carrier does with a call or text to one of the account's numbers; null when the account has no such number. */
  readNumber(phone: string): Promise<NumberSetup | null>;
}

/** URLs as set at the carrier, '' for none. */
export interface NumberSetup {
  readonly voiceUrl: string;
  readonly voiceMethod: string;
  readonly voiceFallbackUrl: string;
  readonly statusCallback: string;
  readonly smsUrl: string;
  /** Names an application or trunk at the carrier that takes the calls instead of `voiceUrl`; '' for none. */
  readonly takenBy: string;
}

export interface CallOrder {
  readonly to: string;
  readonly from: string;
  /** The document that the answered call runs, absolute. */
  readonly url: string;
  /** Requested when `url` cannot be had. */
  readonly fallbackUrl: string;
  readonly statusUrl: string;
  /** How long it rings, in milliseconds. */
  readonly ringForMs: number;
  /** Whether the carrier shall report if a machine answered; such a report never accepts anything. */
  readonly detectMachine: boolean;
}

export interface TextOrder {
  readonly to: string;
  readonly from: string;
  readonly body: string;
  readonly statusUrl: string;
  /** After how many milliseconds the carrier gives up sending the text. */
  readonly validForMs: number;
}

export interface Placed {
  readonly sid: string;
}

export type CallState =
  'queued' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled';
export type TextState = 'queued' | 'sending' | 'sent' | 'delivered' | 'undelivered' | 'failed';

export interface CarrierCall {
  readonly sid: string;
  readonly to: string;
  readonly state: CallState;
  readonly createdAt: Date | null;
}

export interface CarrierText {
  readonly sid: string;
  readonly to: string;
  readonly state: TextState;
  readonly body: string;
  readonly createdAt: Date | null;
}

/** Why a carrier refuses: twilio.md 1.8 says what we do about each. */
export type { RefusalReason } from '../domain/attempt-status';

/** What a call does next, as data; twiml.ts turns it into the carrier's language. */
export type CallScript =
  | { readonly kind: 'ask'; readonly say: readonly Spoken[]; readonly ask: KeysWanted; readonly action: string }
  | {
      readonly kind: 'record';
      readonly say: readonly Spoken[];
      readonly record: RecordingWanted;
      readonly action: string;
    }
  | { readonly kind: 'dial'; readonly say: readonly Spoken[]; readonly dial: DialWanted; readonly action: string }
  | { readonly kind: 'hangup'; readonly say: readonly Spoken[] }
  /** Ends a whisper: the two sides are connected. */
  | { readonly kind: 'connect' };

export interface Spoken {
  readonly text: string;
  /** A BCP 47 tag that has a prompt file: zh-CN, en. */
  readonly language: string;
  readonly slow?: boolean;
}

export interface KeysWanted {
  /** 1 for a menu; absent when any number of digits may be entered. */
  readonly numDigits?: number;
  /** '' collects # and * as keys (contract section 4). */
  readonly finishOnKey: '' | '#';
  readonly timeoutSeconds: number;
}

export interface RecordingWanted {
  readonly maxSeconds: number;
  readonly silenceSeconds: number;
  readonly finishOnKey: string;
  readonly statusUrl: string;
}

export interface DialWanted {
  readonly to: readonly string[];
  readonly callerId: string;
  readonly ringForMs: number;
  /** Runs on the called side before the two are connected; absent for a plain bridge. */
  readonly whisperUrl?: string;
}
