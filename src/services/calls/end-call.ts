import type { Context } from '../context';

/** The carrier says that a call is over. Written at once, with all else that waits in the log by then, so that the review of what the call left undone is due in the rows. */
export async function endCall({ callLog, poke }: Context, callSid: string, status: string): Promise<void> {
  callLog.end(callSid, status);
  await callLog.flush();
  poke();
}
