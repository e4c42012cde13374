import type { Call } from '../call';
import { Tape, wordsSince } from '../tape';
import type { Params } from '../signature';
import type { Element } from './element';
import { recordingTargetOf } from './recording-target';
import type { Stage } from './stage';

/** What a Dial with `record` takes down: from the first ring, or from the moment the two are connected. */
export class DialTape {
  private tape: Tape | null = null;
  private other: Call | null = null;
  private params: Params = {};
  private readonly record: string;

  constructor(
    private readonly element: Element,
    private readonly stage: Stage,
  ) {
    this.record = element.attributes['record'] ?? 'do-not-record';
    if (this.record.startsWith('record-from-ringing')) this.start();
  }

  bridged(other: Call): void {
    this.other = other;
    if (!this.tape && /^(true|record-from-answer)/.test(this.record)) this.start();
  }

  /** Ends the recording; answers what the action is told of it. */
  finish(): Params {
    const { tape, other } = this;
    if (!tape) return this.params;
    this.tape = null;
    if (!other) {
      tape.drop();
      return this.params;
    }
    const { seconds, sid } = tape.finish(wordsSince([this.stage.call, other], tape.recording.createdAt));
    this.params = { RecordingUrl: tape.url, RecordingSid: sid, RecordingDuration: String(seconds) };
    return this.params;
  }

  private start(): void {
    const channels = this.record.endsWith('-dual') ? 2 : 1;
    const target = recordingTargetOf(this.element, this.stage);
    this.tape = new Tape(this.stage.call, { source: 'DialVerb', channels }, target);
  }
}
