import type { Call } from '../call';
import type { TwimlError } from './parse';

/** Puts what went wrong with a document into the debugger. */
export function noteError(call: Call, error: TwimlError): void {
  const { clock, journal } = call.exchange;
  const { code, message, url, exchanged } = error;
  journal.notice({ at: clock.now(), level: 'error', code, message, url, callSid: call.sid, exchanged });
}
