import { afterCommit } from '../../../models/database';
import type { Context } from '../context';

/** Hangs up calls that nobody needs any more, given by the carrier's ids, after the commit; a call that cannot be hung up ends by itself. */
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
