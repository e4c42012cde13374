import { PromiseMade } from '../../../models/promise-made';

/** Notes which of the times told to a customer were kept, now that the thing has happened at `at`; inside the caller's transaction. */
export async function keepPromises(ticketId: number, kind: PromiseMade['kind'], at: Date): Promise<void> {
  const open = await PromiseMade.findAll({ where: { ticketId, kind, kept: null } });
  for (const promise of open) await promise.update({ keptAt: at, kept: at <= promise.promisedAt });
}
