import type { Verb } from './stage';

/** Ends what a caller hears in a queue, because a Leave took the caller out of it. */
export class LeftQueue extends Error {}

/** Takes the call out of the queue that it waits in; elsewhere it does nothing. */
export const leave: Verb = (_element, { call }) =>
  call.member ? Promise.reject(new LeftQueue()) : Promise.resolve(undefined);
