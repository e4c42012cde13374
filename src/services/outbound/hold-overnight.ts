import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { quietKinds } from '../../domain/attempt-kinds';
import { nextAllowed } from '../../domain/hours';
import type { Context } from '../context';
import { dueRows } from '../due-rows';

/** Lets calls that have not gone out when quiet hours begin wait for the morning. */
export const holdOvernight = dueRows('hold-overnight', {
  model: Attempt,
  moment: 'due_at',
  where:
    "state = 'due' AND channel = 'call' AND kind IN (:quietKinds) AND :heldUntil > :now" +
    ' AND (held_until IS NULL OR held_until < :heldUntil)',
  values: (context) => ({ quietKinds, heldUntil: afterQuiet(context) }),
  // All rows at once, because the dispatcher comes next and would place calls that were left.
  async sift(context) {
    await hold(context, {});
    return [];
  },
  each: (context, { id }) => hold(context, { id }),
});

function hold(context: Context, which: { readonly id?: number }) {
  const heldUntil = afterQuiet(context);
  const earlier = { [Op.or]: [null, { [Op.lt]: heldUntil }] };
  return Attempt.update(
    { heldUntil, heldBecause: 'quiet_hours' },
    { where: { ...which, kind: quietKinds, channel: 'call', state: 'due', heldUntil: earlier } },
  );
}

/** The present moment, or during quiet hours their end. */
const afterQuiet = ({ clock, policy, settings }: Context): Date =>
  nextAllowed(policy.quietHours, settings.timezone, clock.now());
