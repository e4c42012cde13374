import type { Context } from '../context';

/** Ends calls that nobody needs any more, after the commit that made them needless; one that cannot be ended rings out by itself. */
export async function hangUpCalls({ carrier, log }: Context, sids: readonly string[]): Promise<void> {
  const ended = await Promise.allSettled(sids.map((sid) => carrier.hangUp(sid)));
  for (const result of ended) {
    if (result.status === 'rejected')
      log.warn('a needless call could not be ended', { error: result.reason as unknown });
  }
}
