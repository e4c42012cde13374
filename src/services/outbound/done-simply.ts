/** Whether `work` did all there was to do, without a transaction. Nothing repeats what it does, so where a lock or a lost connection was in its way the transaction that follows has to try again. */
export const doneSimply = (work: () => Promise<boolean>): Promise<boolean> => work().catch(() => false);
