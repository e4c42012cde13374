import twilio from 'twilio';
import type VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import type { CallScript, Spoken } from './carrier';
import { voiceFor } from './voices';

/** The carrier refuses larger documents (error 11750). */
const maxBytes = 64 * 1024;
const notInXml = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

/** Attributes come first: `say(text, attributes)` compiles in other languages and silently drops the voice. */
function speak(into: Pick<VoiceResponse, 'say'>, said: readonly Spoken[]): void {
  for (const { text, language, slow } of said) {
    const speakable = text.replace(notInXml, '');
    if (slow) into.say(voiceFor(language), '').prosody({ rate: 'slow' }, speakable);
    else into.say(voiceFor(language), speakable);
  }
}

/** The whole prompt stands inside the Gather, so that keys work from its first word. */
function ask(response: VoiceResponse, { say, ask: wanted, action }: CallScript & { kind: 'ask' }): void {
  const gather = response.gather({
    input: ['dtmf'],
    action,
    method: 'POST',
    ...(wanted.numDigits !== undefined && { numDigits: wanted.numDigits }),
    finishOnKey: wanted.finishOnKey,
    timeout: wanted.timeoutSeconds,
    actionOnEmptyResult: true,
  });
  speak(gather, say);
}

/** The carrier skips the action of an empty recording and goes on to the next verb, so a Redirect to the same place follows. */
function record(response: VoiceResponse, { say, record: wanted, action }: CallScript & { kind: 'record' }): void {
  speak(response, say);
  response.record({
    action,
    method: 'POST',
    maxLength: wanted.maxSeconds,
    timeout: wanted.silenceSeconds,
    finishOnKey: wanted.finishOnKey,
    playBeep: true,
    trim: 'trim-silence',
    recordingStatusCallback: wanted.statusUrl,
    recordingStatusCallbackMethod: 'POST',
  });
  response.redirect({ method: 'POST' }, action);
}

function dial(response: VoiceResponse, { say, dial: wanted, action }: CallScript & { kind: 'dial' }): void {
  speak(response, say);
  const bridge = response.dial({
    action,
    method: 'POST',
    timeout: seconds(wanted.ringForMs),
    callerId: wanted.callerId,
  });
  const whisper = wanted.whisperUrl === undefined ? {} : { url: wanted.whisperUrl, method: 'POST' };
  for (const number of wanted.to) bridge.number(whisper, number);
}

function build(response: VoiceResponse, script: CallScript): void {
  switch (script.kind) {
    case 'ask':
      ask(response, script);
      return;
    case 'record':
      record(response, script);
      return;
    case 'dial':
      dial(response, script);
      return;
    case 'hangup':
      speak(response, script.say);
      response.hangup();
      return;
    case 'connect':
      return;
  }
}

function written(script: CallScript): string {
  const response = new twilio.twiml.VoiceResponse();
  build(response, script);
  return response.toString();
}

/** Documents that ask a question, without their action: most are heard in call after call, and to write one takes a good part of a step. When there are too many, all are dropped. */
const questions = new Map<string, string>();
const mostQuestions = 500;
/** Stands where the action comes. */
const standIn = 'action';

function question({ action, ...script }: CallScript & { kind: 'ask' }): string {
  const words = JSON.stringify(script);
  const known = questions.get(words) ?? written({ ...script, action: standIn });
  if (questions.size >= mostQuestions && !questions.has(words)) questions.clear();
  questions.set(words, known);
  // Of what XML escapes in an attribute, a URL can only hold this.
  return known.replace(`action="${standIn}"`, () => `action="${action.replaceAll('&', '&amp;')}"`);
}

/** A call script as TwiML of at most 64 kB; the same script gives the same bytes. Throws RangeError when it would be larger. */
export function toTwiml(script: CallScript): string {
  const document = script.kind === 'ask' ? question(script) : written(script);
  const size = Buffer.byteLength(document);
  if (size > maxBytes) throw new RangeError(`TwiML of ${size} bytes; the carrier takes ${maxBytes}`);
  return document;
}

/** The answer to a text as TwiML; null means no answer. */
export function textTwiml(answer: string | null): string {
  const response = new twilio.twiml.MessagingResponse();
  if (answer !== null) response.message(answer.replace(notInXml, ''));
  return response.toString();
}
