import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import type { Context } from '../context';

/** A key was pressed, so the call counts as answered however it ends. */
export async function markAnswered({ clock }: Pick<Context, 'clock'>, id: number): Promise<void> {
  await Attempt.update({ outcome: 'answered' }, { where: { id, outcome: { [Op.or]: [null, 'no_key', 'machine'] } } });
  await Attempt.update({ answeredAt: clock.now() }, { where: { id, answeredAt: null } });
}
