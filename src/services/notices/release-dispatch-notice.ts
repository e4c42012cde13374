import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import type { Context } from '../context';

/** Lets the notices go out at once, because the crew hung up without naming a time to wait for. */
export async function releaseDispatchNotice({ clock }: Context, ticketId: number): Promise<void> {
  const now = clock.now();
  const where = { ticketId, kind: 'notice', state: 'due', dueAt: { [Op.gt]: now } };
  await Attempt.update({ dueAt: now }, { where });
}
