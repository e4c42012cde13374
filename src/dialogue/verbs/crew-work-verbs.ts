import type { Ticket } from '../../../models/ticket';
import { otherCauses, powerCauses, profileOf, results, type Cause } from '../../domain/ticket';
import { readJob } from '../../services/crew/crew-jobs';
import { checkDoorCode, recordArrival } from '../../services/crew/record-arrival';
import { recordCompletion } from '../../services/crew/record-completion';
import { recordDeparture } from '../../services/crew/record-departure';
import { setRestoreTime } from '../../services/crew/set-restore-time';
import { reporterOf, turnOf } from './crew-reporter';
import { digitsEntered, missed, numberFact } from '../scene-facts';
import type { Scene, Verb, Verbs } from '../verb';

/** What the crew reports about a job by key. Times are spoken from the rows, so a repeated key says the same. */

const ticketOf = (scene: Scene): number => numberFact(scene, 'ticket');

const isPower = ({ category }: Ticket): boolean => profileOf(category) === 'power';

const leave: Verb = {
  outcomes: ['departed', 'arrived', 'finished', 'gone'],
  async run(context, scene) {
    const result = await recordDeparture(context, ticketOf(scene), await reporterOf(scene));
    if (!('ticket' in result)) return { outcome: result.outcome };
    const { departedAt, arrivedAt, reportedAt } = result.ticket;
    const at = result.outcome === 'arrived' ? arrivedAt : departedAt;
    return { outcome: result.outcome, vars: { time: { time: at ?? reportedAt } } };
  },
};

const arrive: Verb = {
  outcomes: ['arrived', 'restore-next', 'code-next', 'finished', 'gone'],
  async run(context, scene) {
    const result = await recordArrival(context, ticketOf(scene), await reporterOf(scene));
    if (result.outcome !== 'arrived') return { outcome: result.outcome };
    const { ticket } = result;
    const vars = { time: { time: ticket.arrivedAt ?? ticket.reportedAt } };
    const unproved = ticket.verificationCode !== null && !ticket.arrivalVerifiedBy.includes('code');
    if (unproved) return { outcome: 'code-next', vars, set: { misses: '0' } };
    return { outcome: isPower(ticket) ? 'restore-next' : 'arrived', vars };
  },
};

const checkCode: Verb = {
  outcomes: ['verified', 'other', 'lost', 'gone'],
  async run(context, scene) {
    const outcome = await checkDoorCode(context, ticketOf(scene), digitsEntered(scene), await reporterOf(scene));
    if (outcome !== 'other') return { outcome };
    return missed(scene, { again: 'other', over: 'lost' });
  },
};

const saveRestoreTime: Verb = {
  outcomes: ['saved', 'unknown', 'finished', 'gone'],
  async run(context, scene) {
    const typed = digitsEntered(scene);
    const { turn, next: set } = turnOf(scene);
    const minutes = typed === '' ? null : Number(typed);
    const estimate = { ticketId: ticketOf(scene), minutes, callSid: scene.call.sid, turn };
    const result = await setRestoreTime(context, estimate, await reporterOf(scene));
    if (result.outcome !== 'saved') return { outcome: result.outcome };
    return result.at === null
      ? { outcome: 'unknown', set }
      : { outcome: 'saved', vars: { time: { time: result.at } }, set };
  },
};

const mayFinish: Verb = {
  outcomes: ['may', 'finished', 'gone'],
  async run(_context, scene) {
    const job = await readJob(ticketOf(scene), scene.facts['person'] ?? '');
    if (job === null) return { outcome: 'gone' };
    return { outcome: job.standing === 'open' ? 'may' : job.standing };
  },
};

async function causesOf(scene: Scene): Promise<readonly Cause[] | null> {
  const job = await readJob(ticketOf(scene), scene.facts['person'] ?? '');
  if (job === null || job.standing === 'gone') return null;
  return isPower(job.ticket) ? powerCauses : otherCauses;
}

const crewCauses: Verb = {
  outcomes: ['ask', 'gone'],
  vars: ['causes'],
  async run(_context, scene) {
    const causes = await causesOf(scene);
    if (causes === null) return { outcome: 'gone' };
    return {
      outcome: 'ask',
      vars: { causes: { phrase: `crew.causes.${causes === powerCauses ? 'power' : 'other'}` } },
    };
  },
};

const noteCause: Verb = {
  outcomes: ['noted', 'other', 'gone'],
  async run(_context, scene) {
    const causes = await causesOf(scene);
    if (causes === null) return { outcome: 'gone' };
    const cause = causes[Number(digitsEntered(scene)) - 1];
    return cause === undefined ? { outcome: 'other' } : { outcome: 'noted', set: { cause } };
  },
};

const restoreTimeWanted: Verb = {
  outcomes: ['wanted', 'not-wanted', 'gone'],
  async run(_context, scene) {
    const causes = await causesOf(scene);
    if (causes === null) return { outcome: 'gone' };
    return { outcome: causes === powerCauses ? 'wanted' : 'not-wanted' };
  },
};

const complete: Verb = {
  outcomes: ['done', 'not-possible', 'finished', 'gone'],
  async run(context, scene) {
    const cause = [...powerCauses, ...otherCauses].find((known) => known === scene.facts['cause']);
    const result = results.find((known) => known === scene.facts['result']);
    if (cause === undefined || result === undefined) return { outcome: 'gone' };
    const work = { ticketId: ticketOf(scene), cause, result, restored: digitsEntered(scene) };
    const completion = await recordCompletion(context, work, await reporterOf(scene));
    if (completion.outcome !== 'done') return { outcome: completion.outcome };
    const { completedAt, reportedAt } = completion.ticket;
    return { outcome: 'done', vars: { time: { time: completedAt ?? reportedAt } } };
  },
};

export const crewWorkVerbs: Verbs = {
  'record-departure': leave,
  'record-arrival': arrive,
  'check-door-code': checkCode,
  'set-restore-time': saveRestoreTime,
  'may-finish': mayFinish,
  'crew-causes': crewCauses,
  'note-cause': noteCause,
  'restore-time-wanted': restoreTimeWanted,
  'complete-job': complete,
};
