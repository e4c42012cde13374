import { numberOf } from './element';
import type { Verb } from './stage';

/** Waits. As the first verb of an inbound call it does not answer: the phone goes on ringing. */
export const pause: Verb = async (element, { call, run }) => {
  if (call.answeredAt) call.activity = call.member ? 'queued' : 'speaking';
  await run.pass(numberOf(element, 'length', 1) * 1000);
  return undefined;
};
