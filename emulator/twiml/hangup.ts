import type { Verb } from './stage';
import { Interrupted } from '../run';

/** Ends the call. */
export const hangup: Verb = (_element, { call }) => {
  call.answer();
  call.end('completed', 'hung up by the program');
  return Promise.reject(new Interrupted());
};
