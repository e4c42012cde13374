import type { Call } from './call';
import { callParams } from './call-params';
import { elapse } from './clock';
import type { Method } from './webhook';

export interface MachineDetection {
  /** Enable answers at once; DetectMessageEnd waits for the end of a machine's greeting. */
  readonly mode: 'Enable' | 'DetectMessageEnd';
  /** Where the result goes when the call does not wait for it. */
  readonly asyncCallback: { readonly url: string; readonly method: Method } | null;
}

/** Finds out who answered: before the first document, or beside it when asynchronous. */
export async function detectMachine(call: Call, detection: MachineDetection): Promise<void> {
  const { persona } = call.phone;
  const machine = detection.mode === 'Enable' ? 'machine_start' : 'machine_end_beep';
  const answeredBy = persona === 'machine' ? machine : 'human';
  const greetingMs = persona === 'machine' && detection.mode === 'DetectMessageEnd' ? call.phone.greetingMs : 0;
  if (detection.asyncCallback) {
    reportLater(call, detection.asyncCallback, answeredBy, greetingMs);
    return;
  }
  if (greetingMs > 0) await elapse(call.exchange.clock, greetingMs);
  call.answeredBy = answeredBy;
}

function reportLater(
  call: Call,
  callback: { readonly url: string; readonly method: Method },
  answeredBy: string,
  afterMs: number,
): void {
  const { clock, webhooks } = call.exchange;
  clock.after(afterMs, () => {
    call.answeredBy = answeredBy;
    const params = { ...callParams(call), MachineDetectionDuration: String(afterMs) };
    const { sid, phone } = call;
    void webhooks.send({ ...callback, params, paramsAfterRedirect: params, callSid: sid, who: phone.number });
  });
}
