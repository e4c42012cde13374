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
  /** What was sent as sound; silence stands for the rest. */
  sounds: readonly Wav[];
  /** Its sound can be had once it is completed. */
  status: Status;
}

/** Where the program wants to be told of a recording. */
export interface RecordingTarget {
  readonly url: string;
  readonly method: Method;
  readonly events: ReadonlySet<RecordingEvent>;
}
