import type { MachineDetection } from '../machine-detection';
import { RECORDING_EVENTS } from '../recording';
import type { OutboundOrder } from '../place';
import { CALL_EVENTS, type CallEvent, type StatusTarget } from '../status-callbacks';
import type { Source } from '../twiml/source';
import type { Form } from './form';
import { Refusal } from './refusal';

const LONGEST_TWIML = 4000;
const DEFAULT_RING_S = 60;
const LONGEST_RING_S = 600;
const LONGEST_CALL_S = 14_400;
const DEFAULT_DETECTION_S = 30;
const LONGEST_DETECTION_S = 59;

/** Reads how a new call is to be made; throws Refusal as Twilio would. */
export function callOrderOf(form: Form): OutboundOrder {
  const sendDigits = form.text('SendDigits');
  if (sendDigits !== null && !/^[0-9A-D*#wW]{1,32}$/.test(sendDigits)) {
    throw new Refusal(400, 21206, `SendDigits is invalid: ${sendDigits}`);
  }
  return {
    source: sourceOf(form),
    ringForMs: form.seconds('Timeout', DEFAULT_RING_S, LONGEST_RING_S),
    detection: detectionOf(form),
    sendDigits,
    limitMs: form.seconds('TimeLimit', LONGEST_CALL_S, LONGEST_CALL_S),
    recording: recordingOf(form),
  };
}

/** What the call runs: Url, or Twiml in the request itself. */
export function sourceOf(form: Form): Source {
  const twiml = form.text('Twiml');
  if (twiml !== null && twiml.length > LONGEST_TWIML) {
    throw new Refusal(400, 32018, `Twiml is longer than ${LONGEST_TWIML} characters`);
  }
  const url = form.url('Url', 21205);
  if (url !== null) return { kind: 'fetch', url, method: form.method('Method'), params: {} };
  if (twiml === null) throw new Refusal(400, 21205, 'Url parameter is required.');
  return { kind: 'inline', twiml };
}

export function statusTargetOf(form: Form): StatusTarget | null {
  const url = form.url('StatusCallback', 21609);
  const wanted = form.all('StatusCallbackEvent');
  const unknown = wanted.find((event) => !CALL_EVENTS.some((known) => known === event));
  if (unknown !== undefined) throw new Refusal(400, 21626, `'${unknown}' is not a valid StatusCallbackEvent`);
  if (url === null) return null;
  const events = wanted.length === 0 ? ['completed'] : wanted;
  const known = CALL_EVENTS.filter((event) => events.includes(event));
  return { url, method: form.method('StatusCallbackMethod'), events: new Set<CallEvent>(known) };
}

function detectionOf(form: Form): MachineDetection | null {
  const mode = form.text('MachineDetection');
  if (mode === null || mode === 'None') return null;
  if (mode !== 'Enable' && mode !== 'DetectMessageEnd') {
    throw new Refusal(400, 20001, `MachineDetection must be Enable or DetectMessageEnd, not ${mode}`);
  }
  const url = form.text('AsyncAmd') === 'true' ? form.url('AsyncAmdStatusCallback', 21609) : null;
  const asyncCallback = url === null ? null : { url, method: form.method('AsyncAmdStatusCallbackMethod') };
  const timeoutMs = form.seconds('MachineDetectionTimeout', DEFAULT_DETECTION_S, LONGEST_DETECTION_S);
  return { mode, timeoutMs, asyncCallback };
}

function recordingOf(form: Form): OutboundOrder['recording'] {
  if (form.text('Record') !== 'true') return null;
  const url = form.url('RecordingStatusCallback', 21609);
  const wanted = form.all('RecordingStatusCallbackEvent').flatMap((events) => events.split(' '));
  const events = new Set(RECORDING_EVENTS.filter((event) => (wanted[0] ? wanted : ['completed']).includes(event)));
  return {
    channels: form.text('RecordingChannels') === 'dual' ? 2 : 1,
    target: url === null ? null : { url, method: form.method('RecordingStatusCallbackMethod'), events },
  };
}
