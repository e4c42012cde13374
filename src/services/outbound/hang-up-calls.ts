import { afterCommit } from '../../../models/database';
import type { Context } from '../context';

/** Ends calls that nobody needs any more, by the carrier's ids, after the commit that makes them needless; one that cannot be ended rings out by itself. */
export function hangUpCalls(context: Context, sids: readonly string[]): void {
  afterCommit(() => hangUp(context, sids));
}

async function hangUp({ carrier, log }: Context, sids: readonly string[]): Promise<void> {
  const ended = await Promise.allSettled(sids.map((sid) => carrier.hangUp(sid)));
  for (const result of ended) {
    if (result.status === 'rejected')
      log.warn('a needless call could not be ended', { error: result.reason as unknown });
  }
}
