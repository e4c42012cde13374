import type { Context } from './context';

/** Whether a time is still to come and can be promised; when a report waited in the spool, its time may have passed. */
export const isAhead = ({ clock }: Pick<Context, 'clock'>, at: Date | null): at is Date =>
  at !== null && at > clock.now();
