import type { Context } from '../context';

/** Notes that a call is over, as the carrier says. The log is written at once, so that the rows say when the call is to be reviewed for what it left undone. */
export async function endCall({ callLog, poke }: Context, callSid: string, status: string): Promise<void> {
  callLog.end(callSid, status);
  await callLog.flush();
  poke();
}
