import type { Ticket } from '../../../models/ticket';
import { otherCauses, powerCauses, profileOf, results, type Cause } from '../../domain/ticket';
import { checkDoorCode, recordArrival, recordDeparture } from '../../services/crew/record-progress';
import { recordCompletion } from '../../services/crew/record-completion';
import { setRestoreTime } from '../../services/crew/set-restore-time';
import { jobOf, keyedNow, reporterOf, ticketOf } from './crew-scene';
import { digitsEntered, missed } from '../scene-facts';
import type { Scene, Verbs } from '../verb';
import { verbWith } from './verb-with';

/** What the crew reports about a job by key. Times are spoken from the rows, so a repeated key says the same. */

export const crewWorkVerbs: Verbs = {
  'record-departure': verbWith({ outcomes: ['departed', 'arrived', 'finished', 'gone'] }, async (context, scene) => {
    const result = await recordDeparture(context, ticketOf(scene), await reporterOf(scene));
    if (!('ticket' in result)) return { outcome: result.outcome };
    const { departedAt, arrivedAt, reportedAt } = result.ticket;
    const at = result.outcome === 'arrived' ? arrivedAt : departedAt;
    return { outcome: result.outcome, vars: { time: { time: at ?? reportedAt } } };
  }),

  'record-arrival': verbWith(
    { outcomes: ['arrived', 'restore-next', 'code-next', 'finished', 'gone'] },
    async (context, scene) => {
      const result = await recordArrival(context, ticketOf(scene), await reporterOf(scene));
      if (result.outcome !== 'arrived') return { outcome: result.outcome };
      const { ticket } = result;
      const vars = { time: { time: ticket.arrivedAt ?? ticket.reportedAt } };
      const unproved = ticket.verificationCode !== null && !ticket.arrivalVerifiedBy.includes('code');
      if (unproved) return { outcome: 'code-next', vars, set: { misses: '0' } };
      return { outcome: isPower(ticket) ? 'restore-next' : 'arrived', vars };
    },
  ),

  'check-door-code': verbWith({ outcomes: ['verified', 'other', 'lost', 'gone'] }, async (context, scene) => {
    const outcome = await checkDoorCode(context, ticketOf(scene), digitsEntered(scene), await reporterOf(scene));
    if (outcome !== 'other') return { outcome };
    return missed(scene, { again: 'other', over: 'lost' });
  }),

  'set-restore-time': verbWith({ outcomes: ['saved', 'unknown', 'finished', 'gone'] }, async (context, scene) => {
    const { time, next: set } = keyedNow(scene);
    const result = await setRestoreTime(context, { ticketId: ticketOf(scene), ...time }, await reporterOf(scene));
    if (result.outcome !== 'saved') return { outcome: result.outcome };
    const { at } = result;
    return at === null ? { outcome: 'unknown', set } : { outcome: 'saved', vars: { time: { time: at } }, set };
  }),

  'may-finish': verbWith({ outcomes: ['may', 'finished', 'gone'], moving: true }, async (_context, scene) => {
    const { standing } = await jobOf(scene);
    return { outcome: standing === 'open' ? 'may' : standing };
  }),

  'crew-causes': verbWith({ outcomes: ['ask', 'gone'], vars: ['causes'] }, async (_context, scene) => {
    const causes = await causesOf(scene);
    if (causes === null) return { outcome: 'gone' };
    const which = causes === powerCauses ? 'power' : 'other';
    return { outcome: 'ask', vars: { causes: { phrase: `crew.causes.${which}` } } };
  }),

  'note-cause': verbWith({ outcomes: ['noted', 'other', 'gone'] }, async (_context, scene) => {
    const causes = await causesOf(scene);
    if (causes === null) return { outcome: 'gone' };
    const cause = causes[Number(digitsEntered(scene)) - 1];
    return cause === undefined ? { outcome: 'other' } : { outcome: 'noted', set: { cause } };
  }),

  'restore-time-wanted': verbWith({ outcomes: ['wanted', 'not-wanted', 'gone'] }, async (_context, scene) => {
    const causes = await causesOf(scene);
    if (causes === null) return { outcome: 'gone' };
    return { outcome: causes === powerCauses ? 'wanted' : 'not-wanted' };
  }),

  'complete-job': verbWith({ outcomes: ['done', 'not-possible', 'finished', 'gone'] }, async (context, scene) => {
    const cause = [...powerCauses, ...otherCauses].find((known) => known === scene.facts['cause']);
    const result = results.find((known) => known === scene.facts['result']);
    if (cause === undefined || result === undefined) return { outcome: 'gone' };
    const work = { ticketId: ticketOf(scene), cause, result, restored: digitsEntered(scene) };
    const completion = await recordCompletion(context, work, await reporterOf(scene));
    if (completion.outcome !== 'done') return { outcome: completion.outcome };
    const { completedAt, reportedAt } = completion.ticket;
    return { outcome: 'done', vars: { time: { time: completedAt ?? reportedAt } } };
  }),
};

const isPower = ({ category }: Ticket): boolean => profileOf(category) === 'power';

async function causesOf(scene: Scene): Promise<readonly Cause[] | null> {
  const job = await jobOf(scene);
  if (job.standing === 'gone') return null;
  return isPower(job.ticket) ? powerCauses : otherCauses;
}
