import type { Asking } from '../call';
import type { Recording } from '../recording';
import { Interrupted } from '../run';
import { type Element, numberOf } from './element';
import { actionOf, closeWith, methodOf, resolveUrl, type Stage, type Verb } from './stage';

interface Take {
  readonly from: number;
  words: string[];
  speechMs: number;
  /** The key that ended it, `hangup`, or nothing. */
  endedBy: string | null;
}

const PROCESSING_MS = 2000;

/** Takes down what the phone says; one that stayed silent until the timeout is no recording, and the next verb follows. */
export const record: Verb = async (element, stage) => {
  const { call } = stage;
  call.answer();
  const asking = askingOf(element, stage);
  call.asking = asking;
  call.activity = 'recording';
  call.log('ask', `a recording for ${asking.path}`, { url: asking.url });
  const take: Take = { from: call.exchange.clock.now().getTime(), words: [], speechMs: 0, endedBy: null };
  try {
    await listen(element, stage, asking, take);
  } catch (error) {
    if (error instanceof Interrupted && !call.live)
      closeWith(finish(element, stage, { ...take, endedBy: 'hangup' }), stage);
    throw error;
  }
  call.asking = null;
  if (take.words.length > 0 || take.endedBy !== null) return finish(element, stage, take);
  return undefined;
};

function askingOf(element: Element, stage: Stage): Asking {
  const url = resolveUrl(stage.document, element.attributes['action']);
  return {
    kind: 'record',
    url,
    path: new URL(url).pathname,
    numDigits: null,
    finishOnKey: element.attributes['finishOnKey'] ?? '1234567890*#',
    timeoutMs: numberOf(element, 'timeout', 5) * 1000,
    speech: true,
  };
}

/** Until a finishing key, silence, or the longest length. */
async function listen(element: Element, stage: Stage, asking: Asking, take: Take): Promise<void> {
  const { clock } = stage.call.exchange;
  const latest = take.from + numberOf(element, 'maxLength', 3600) * 1000;
  let patience = asking.timeoutMs;
  for (;;) {
    const left = latest - clock.now().getTime();
    const input = await stage.run.next(Math.min(patience, left));
    if (input.kind === 'nothing') return;
    if (input.kind === 'words') {
      take.words.push(input.words);
      take.speechMs += Math.min(input.ms, left);
      patience = input.ms + asking.timeoutMs;
    } else if (asking.finishOnKey.includes(input.key)) {
      take.endedBy = input.key;
      return;
    }
  }
}

function finish(element: Element, stage: Stage, take: Take) {
  const { call } = stage;
  const recording = keep(stage, take);
  const RecordingUrl = urlOf(stage, recording);
  reportLater(element, stage, recording, RecordingUrl);
  call.log('record', recording.words === '' ? 'silence' : recording.words, { url: RecordingUrl });
  return actionOf(element, stage, {
    RecordingUrl,
    RecordingSid: recording.sid,
    RecordingDuration: String(recording.seconds),
    ...(take.endedBy === null ? {} : { Digits: take.endedBy }),
  });
}

function keep({ call }: Stage, take: Take): Recording {
  const { clock, sids, recordings } = call.exchange;
  const ms = take.speechMs > 0 ? take.speechMs : clock.now().getTime() - take.from;
  const recording: Recording = {
    sid: sids.next('RE'),
    callSid: call.sid,
    createdAt: clock.now(),
    seconds: Math.ceil(ms / 1000),
    words: take.words.join(' '),
    status: 'completed',
  };
  recordings.push(recording);
  return recording;
}

function urlOf({ call }: Stage, recording: Recording): string {
  const { baseUrl, options } = call.exchange;
  return `${baseUrl}/2010-04-01/Accounts/${options.accountSid}/Recordings/${recording.sid}`;
}

function reportLater(element: Element, stage: Stage, recording: Recording, RecordingUrl: string): void {
  const reference = element.attributes['recordingStatusCallback'];
  if (reference === undefined || reference === '') return;
  const { call } = stage;
  const { exchange } = call;
  const params = {
    AccountSid: exchange.options.accountSid,
    CallSid: call.sid,
    RecordingSid: recording.sid,
    RecordingUrl,
    RecordingStatus: 'completed',
    RecordingDuration: String(recording.seconds),
    RecordingChannels: '1',
    RecordingSource: 'RecordVerb',
    RecordingStartTime: recording.createdAt.toUTCString().replace('GMT', '+0000'),
    ErrorCode: '0',
  };
  const url = resolveUrl(stage.document, reference);
  const method = methodOf(element, 'recordingStatusCallbackMethod');
  const who = call.phone.number;
  exchange.clock.after(PROCESSING_MS, () => {
    void exchange.webhooks.send({ url, method, params, paramsAfterRedirect: params, callSid: call.sid, who });
  });
}
