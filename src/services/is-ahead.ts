import type { Context } from './context';

/** Whether a time can still be promised: the clock of a report that waited somewhere may have run out. */
export const isAhead = ({ clock }: Pick<Context, 'clock'>, at: Date | null): at is Date =>
  at !== null && at > clock.now();
