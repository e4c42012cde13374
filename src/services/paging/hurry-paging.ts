import type { Attempt } from '../../../models/attempt';
import { Paging } from '../../../models/paging';
import type { Context } from '../context';

/** Has the paging of a call take its next step at once; false when it has ended. Locks the paging, in the caller's transaction. */
export async function wakePaging({ clock }: Context, { pagingId }: Pick<Attempt, 'pagingId'>): Promise<boolean> {
  const [woken] = await Paging.update({ nextDueAt: clock.now() }, { where: { id: pagingId ?? 0, state: 'active' } });
  return woken > 0;
}

/** Has the supervisor join a paging that goes on, at once; false when no paging goes on. Locks the paging, in the caller's transaction. */
export async function hurryPaging({ clock, poke }: Context, ticketId: number): Promise<boolean> {
  const now = clock.now();
  const [hurried] = await Paging.update(
    { supervisorDueAt: now, nextDueAt: now },
    { where: { ticketId, state: 'active' } },
  );
  poke();
  return hurried > 0;
}
