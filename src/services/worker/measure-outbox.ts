import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import type { Context } from '../context';

/** How long the oldest call or text that could go has waited, in milliseconds; 0 when nothing waits. */
export async function measureOutbox({ clock, metrics }: Context): Promise<number> {
  const now = clock.now();
  const where = { state: 'due', dueAt: { [Op.lte]: now }, heldUntil: { [Op.or]: [null, { [Op.lte]: now }] } };
  const oldest = await Attempt.findOne({ where, order: [['dueAt', 'ASC']] });
  const age = oldest === null ? 0 : now.getTime() - oldest.dueAt.getTime();
  metrics.outboxAged(age);
  return age;
}
