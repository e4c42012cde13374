import type { Verb } from './stage';
import { Interrupted } from '../run';

/** Refuses an inbound call without answering it; does nothing to one that is answered already. */
export const reject: Verb = (element, { call }) => {
  if (call.answeredAt) return Promise.resolve(undefined);
  call.end(element.attributes['reason'] === 'busy' ? 'busy' : 'no-answer', 'rejected');
  return Promise.reject(new Interrupted());
};
