import type { Wav } from './wav';
import type { Method } from './webhook';

type Status = 'in-progress' | 'processing' | 'completed' | 'absent' | 'deleted';
export type RecordingEvent = Extract<Status, 'in-progress' | 'completed' | 'absent'>;
export const RECORDING_EVENTS: readonly RecordingEvent[] = ['in-progress', 'completed', 'absent'];

/** What was taken down of a call. */
export interface Recording {
  readonly sid: string;
  readonly callSid: string;
  readonly source: 'RecordVerb' | 'DialVerb' | 'OutboundAPI';
  readonly channels: 1 | 2;
  readonly createdAt: Date;
  seconds: number;
  /** What was said, in words. */
  words: string;
  /** The sound that phones sent, if any; where only words were typed the file is silent. */
  sounds: readonly Wav[];
  /** Only the sound of a `completed` recording can be fetched. */
  status: Status;
}

/** Where the program wants to be told of a recording. */
export interface RecordingTarget {
  readonly url: string;
  readonly method: Method;
  readonly events: ReadonlySet<RecordingEvent>;
}
