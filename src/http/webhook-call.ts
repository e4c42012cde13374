import type { Request } from 'express';
import { z } from 'zod';
import type { Input } from '../domain/flow';
import { callerNumber } from '../phone-number';
import type { CallInfo } from '../domain/call';

/** What a voice webhook says, read leniently: the carrier adds parameters without notice (twilio.md 1.1). */
const voiceWebhook = z.object({
  CallSid: z.string().min(1),
  From: z.string().default(''),
  To: z.string().default(''),
  Direction: z.string().default('inbound'),
  CallStatus: z.string().default(''),
  Digits: z.string().optional(),
  RecordingSid: z.string().optional(),
  RecordingDuration: z.coerce.number().catch(0).default(0),
  DialCallStatus: z.string().optional(),
  DialCallSid: z.string().optional(),
  DialBridged: z.string().optional(),
  AnsweredBy: z.string().optional(),
});

export type VoiceWebhook = z.infer<typeof voiceWebhook>;

/** Throws ZodError when there is no CallSid. */
export function readVoiceWebhook(request: Request): VoiceWebhook {
  return voiceWebhook.parse(request.body ?? {});
}

/** The number on the other side, or null when it is withheld, a SIP address or anything but a phone. */
export function callOf(webhook: VoiceWebhook, request: Request): CallInfo {
  const outbound = webhook.Direction.startsWith('outbound');
  const other = outbound ? webhook.To : webhook.From;
  return {
    sid: webhook.CallSid,
    phone: callerNumber(other),
    direction: outbound ? 'outbound' : 'inbound',
    token: request.get('I-Twilio-Idempotency-Token') ?? null,
  };
}

export function inputOf(webhook: VoiceWebhook): Input {
  const { Digits: keys = '', RecordingSid: sid, RecordingDuration: seconds } = webhook;
  if (sid !== undefined && sid !== '') return { kind: 'recording', sid, seconds, keys: keys === 'hangup' ? '' : keys };
  return keys === '' || keys === 'hangup' ? { kind: 'silence' } : { kind: 'keys', keys };
}
