import type { Asking } from '../call';
import { Interrupted } from '../run';
import { Tape } from '../tape';
import type { Wav } from '../wav';
import { type Element, numberOf } from './element';
import { recordingTargetOf } from './recording-target';
import { actionOf, closeWith, resolveUrl, type Stage, type Verb } from './stage';

interface Take {
  readonly from: number;
  words: string[];
  sounds: Wav[];
  speechMs: number;
  /** The key that ended it, or `hangup`; null when silence or the longest length did. */
  endedBy: string | null;
}

/** Records what the phone says; when the phone stays silent until the timeout there is no recording, and the next verb follows. */
export const record: Verb = async (element, stage) => {
  const { call } = stage;
  call.answer();
  const asking = askingOf(element, stage);
  call.asking = asking;
  call.activity = 'recording';
  call.log('ask', `a recording for ${asking.path}`, { url: asking.url });
  const tape = new Tape(call, { source: 'RecordVerb', channels: 1 }, recordingTargetOf(element, stage));
  const take: Take = { from: call.exchange.clock.now().getTime(), words: [], sounds: [], speechMs: 0, endedBy: null };
  try {
    await listen(element, stage, asking, take);
  } catch (error) {
    if (error instanceof Interrupted && !call.live)
      closeWith(finish(element, stage, tape, { ...take, endedBy: 'hangup' }), stage);
    throw error;
  }
  call.asking = null;
  if (take.words.length > 0 || take.endedBy !== null) return finish(element, stage, tape, take);
  tape.drop();
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

/** Takes down words until a finishing key, silence, or the longest length ends it. */
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
      if (input.sound) take.sounds.push(input.sound);
      take.speechMs += Math.min(input.ms, left);
      patience = input.ms + asking.timeoutMs;
    } else if (asking.finishOnKey.includes(input.key)) {
      take.endedBy = input.key;
      return;
    }
  }
}

function finish(element: Element, stage: Stage, tape: Tape, take: Take) {
  const { seconds, sid } = tape.finish(
    take.words.join(' '),
    take.sounds,
    take.speechMs > 0 ? take.speechMs : undefined,
  );
  return actionOf(element, stage, {
    RecordingUrl: tape.url,
    RecordingSid: sid,
    RecordingDuration: String(seconds),
    ...(take.endedBy === null ? {} : { Digits: take.endedBy }),
  });
}
