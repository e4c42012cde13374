import type { Call } from './call';
import { callParams } from './call-params';
import { elapse } from './clock';
import { notify } from './notify';
import { GREETING_MS } from './voicemail';
import type { Method } from './webhook';

type Callback = { readonly url: string; readonly method: Method };

export interface MachineDetection {
  /** Enable answers at once; DetectMessageEnd waits for the end of a machine's greeting. */
  readonly mode: 'Enable' | 'DetectMessageEnd';
  /** After how many milliseconds detection gives up with the result `unknown`. */
  readonly timeoutMs: number;
  /** Where the result goes when the call does not wait for it. */
  readonly asyncCallback: Callback | null;
}

interface Finding {
  readonly answeredBy: string;
  readonly afterMs: number;
}

/** Finds out whether a person or a machine answered. The call waits for the result, unless it is to be reported asynchronously. */
export async function detectMachine(call: Call, detection: MachineDetection): Promise<void> {
  const finding = findingOf(call, detection);
  if (detection.asyncCallback) {
    reportLater(call, detection.asyncCallback, finding);
    return;
  }
  if (finding.afterMs > 0) await elapse(call.exchange.clock, finding.afterMs);
  call.answeredBy = finding.answeredBy;
}

function findingOf({ phone }: Call, { mode, timeoutMs }: MachineDetection): Finding {
  if (phone.persona !== 'machine') return { answeredBy: 'human', afterMs: 0 };
  if (mode === 'Enable') return { answeredBy: 'machine_start', afterMs: 0 };
  if (GREETING_MS > timeoutMs) return { answeredBy: 'unknown', afterMs: timeoutMs };
  return { answeredBy: 'machine_end_beep', afterMs: GREETING_MS };
}

function reportLater(call: Call, callback: Callback, { answeredBy, afterMs }: Finding): void {
  const { exchange } = call;
  const cancel = exchange.clock.after(afterMs, () => {
    call.answeredBy = answeredBy;
    const params = { ...callParams(call), MachineDetectionDuration: String(afterMs) };
    exchange.spawn(notify(exchange, { ...callback, params, callSid: call.sid, who: call.phone.number }));
  });
  void call.over.then(cancel);
}
