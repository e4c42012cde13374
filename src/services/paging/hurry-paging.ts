import { Paging } from '../../../models/paging';
import type { Context } from '../context';

/** The supervisor joins a search that goes on, at once; false when none does. Locks the search, in the caller's transaction. */
export async function hurryPaging({ clock, poke }: Context, ticketId: number): Promise<boolean> {
  const now = clock.now();
  const [hurried] = await Paging.update(
    { supervisorDueAt: now, nextDueAt: now },
    { where: { ticketId, state: 'active' } },
  );
  poke();
  return hurried > 0;
}
