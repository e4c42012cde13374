import type { Call } from './call';
import { API_VERSION } from './call-params';
import { notify } from './notify';
import type { Recording, RecordingEvent, RecordingTarget } from './recording';
import { rfc2822 } from './rfc2822';
import type { Wav } from './wav';

/** How long the carrier needs before the sound of a recording can be had. */
const PROCESSING_MS = 2000;

/** A recording that is being made. */
export class Tape {
  readonly recording: Recording;

  constructor(
    private readonly call: Call,
    kind: Pick<Recording, 'source' | 'channels'>,
    private readonly target: RecordingTarget | null,
  ) {
    const { clock, sids } = call.exchange;
    const empty = { seconds: 0, words: '', sounds: [], status: 'in-progress' } as const;
    this.recording = { ...kind, ...empty, sid: sids.next('RE'), callSid: call.sid, createdAt: clock.now() };
    this.report('in-progress');
  }

  get url(): string {
    const { baseUrl, options } = this.call.exchange;
    return `${baseUrl}/${API_VERSION}/Accounts/${options.accountSid}/Recordings/${this.recording.sid}`;
  }

  /** Ends the recording and keeps it, `ms` long or as long as it ran; its sound can be fetched a little later. */
  finish(words: string, sounds: readonly Wav[] = [], ms = this.ranMs): Recording {
    const { recording } = this;
    const { clock, recordings } = this.call.exchange;
    Object.assign(recording, { words, sounds, seconds: Math.ceil(ms / 1000), status: 'processing' });
    recordings.push(recording);
    this.call.log('record', words === '' ? 'silence' : words, { url: this.url });
    clock.after(PROCESSING_MS, () => {
      if (recording.status === 'processing') recording.status = 'completed';
      this.report('completed');
    });
    return recording;
  }

  /** Throws the recording away because nothing was said. */
  drop(): void {
    this.recording.status = 'absent';
    this.report('absent');
  }

  private get ranMs(): number {
    return this.call.exchange.clock.now().getTime() - this.recording.createdAt.getTime();
  }

  private report(event: RecordingEvent): void {
    if (!this.target?.events.has(event)) return;
    const { exchange, sid, phone } = this.call;
    const { url, method } = this.target;
    exchange.spawn(notify(exchange, { url, method, params: this.paramsOf(event), callSid: sid, who: phone.number }));
  }

  private paramsOf(event: RecordingEvent): Record<string, string> {
    const { sid, callSid, seconds, channels, source, createdAt } = this.recording;
    return {
      AccountSid: this.call.exchange.options.accountSid,
      CallSid: callSid,
      RecordingSid: sid,
      RecordingUrl: this.url,
      RecordingStatus: event,
      ...(event === 'completed' ? { RecordingDuration: String(seconds) } : {}),
      RecordingChannels: String(channels),
      RecordingSource: source,
      RecordingStartTime: rfc2822(createdAt),
      ErrorCode: '0',
    };
  }
}

/** What was said on some calls since a moment, in words. */
export function wordsSince(calls: readonly Call[], since: Date): string {
  const sids = new Set<string | null>(calls.map(({ sid }) => sid));
  const entries = calls[0]?.exchange.journal.entries ?? [];
  const said = entries.filter(({ kind, callSid, at }) => kind === 'words' && sids.has(callSid) && at >= since);
  return said.map(({ text }) => text).join(' ');
}
