import { Attempt } from '../../models/attempt';
import { inTransaction } from '../../models/database';
import type { Ticket } from '../../models/ticket';
import { byCaller } from '../../src/domain/timeline';
import { changeArrival, setEta } from '../../src/services/crew/arrival-times';
import { askSupport } from '../../src/services/crew/ask-support';
import { giveBackJob } from '../../src/services/crew/give-back-job';
import { putOffJob } from '../../src/services/crew/put-off-job';
import { recordCompletion } from '../../src/services/crew/record-completion';
import { recordArrival, recordDeparture } from '../../src/services/crew/record-progress';
import { setRestoreTime } from '../../src/services/crew/set-restore-time';
import { answerDangerCheck, checkOnDanger } from '../../src/services/intake/check-on-danger';
import { confirmDangerPlace, noteDangerPlace } from '../../src/services/intake/tell-danger-place';
import { releaseDispatchNotice } from '../../src/services/notices/dispatch-notice';
import { answerNumberCheck } from '../../src/services/outbound/check-number';
import { acceptPage } from '../../src/services/paging/accept-page';
import { declinePage, passOnPage } from '../../src/services/paging/decline-page';
import { hurryPaging } from '../../src/services/paging/hurry-paging';
import { giveTo, leaveTillMorning, pageNextPerson } from '../../src/services/paging/supervise-paging';
import { cancelTicket } from '../../src/services/tickets/cancel-ticket';
import { chaseTicket } from '../../src/services/tickets/chase-ticket';
import { reopenTicket } from '../../src/services/tickets/reopen-ticket';
import { addMessage } from '../../src/services/tickets/ticket-recordings';
import { withdrawReopening } from '../../src/services/tickets/withdraw-reopening';
import { customer, type PagingStage } from './paging-stage';

/** Brings a report to where the act finds it; a caller's reports of one call are told apart by `reportNo`. */
export type Make = (stage: PagingStage, reportNo: number) => Promise<Ticket>;
export type Act = (stage: PagingStage, ticket: Ticket) => Promise<unknown>;

const li = { code: '1101', name: '李强' };
const sid = 'CA-crew';

const newest = (ticket: Ticket, kind: Attempt['kind']) =>
  Attempt.findOne({
    where: { ticketId: ticket.id, kind, channel: 'call' },
    order: [['id', 'DESC']],
    rejectOnEmpty: true,
  });
const on =
  (kind: Attempt['kind'], act: (stage: PagingStage, attemptId: number) => Promise<unknown>): Act =>
  async (stage, ticket) =>
    act(stage, (await newest(ticket, kind)).id);

const reporter = { name: null, phone: customer, role: 'customer' } as const;
const paged: Make = (stage, reportNo) => stage.opened({ reportNo, reporter });
const taken: Make = async (stage, reportNo) => {
  const ticket = await paged(stage, reportNo);
  await acceptPage(stage.context, (await newest(ticket, 'page')).id);
  return ticket.reload();
};
const reached: Make = async (stage, reportNo) => {
  const ticket = await taken(stage, reportNo);
  await recordArrival(stage.context, ticket.id, li);
  return ticket.reload();
};
const work = ({ id: ticketId }: Ticket) => ({ ticketId, cause: 'meter', result: 'fixed', restored: '' }) as const;
const finished: Make = async (stage, reportNo) => {
  const ticket = await reached(stage, reportNo);
  await recordCompletion(stage.context, work(ticket), li);
  return ticket.reload();
};
const reopened: Make = async (stage, reportNo) => {
  const ticket = await finished(stage, reportNo);
  await reopen(stage, ticket);
  return ticket.reload();
};
const danger: Make = async (stage, reportNo) => {
  const ticket = await stage.opened({ reportNo, reporter, kind: 'danger', category: 'line_hazard', priority: 'P0' });
  await noteDangerPlace(stage.context, ticket, `RE-${reportNo}`);
  await checkOnDanger(stage.context, ticket, { phone: customer, endedAt: null });
  return ticket.reload();
};
const unchecked: Make = async (stage, reportNo) => {
  const ticket = await stage.opened({ reportNo, reporter, contactConfirmed: false });
  await stage.settle();
  return ticket;
};

const reopen: Act = (stage, { id: ticketId }) =>
  inTransaction(() => reopenTicket(stage.context, { ticketId, fixed: 'no', callSid: sid }));
const keyed = { callSid: sid, turn: 0, minutes: 20 };

/** The first of the crew was rung twice in vain, and now their supervisor rings. */
const supervised: Make = async (stage, reportNo) => {
  const ticket = await stage.opened({ reportNo, reporter, priority: 'P2' });
  await stage.silence(300);
  return ticket.reload();
};
/** The first page of a person about a report. */
const pageFor = (personCode: string, act: (stage: PagingStage, attemptId: number) => Promise<unknown>): Act => {
  return async (stage, { id: ticketId }) => {
    const where = { ticketId, kind: 'page', personCode };
    const page = await Attempt.findOne({ where, order: ['id'], rejectOnEmpty: true });
    return act(stage, page.id);
  };
};

/** What may be done about a report, by its caller, its crew and those who are rung, and how the report stands before. */
export interface ActOn {
  readonly what: string;
  readonly make: Make;
  readonly act: Act;
}

const table: readonly [what: string, make: Make, act: Act][] = [
  ['cancelled', paged, (stage, { id }) => cancelTicket(stage.context, id, { reason: 'cancelled', by: byCaller })],
  [
    'cancelled, and has a crew',
    taken,
    (stage, { id }) => cancelTicket(stage.context, id, { reason: 'cancelled', by: byCaller }),
  ],
  ['chased', paged, (stage, { id }) => chaseTicket(stage.context, id, { sid, phone: customer })],
  ['hurried', paged, (stage, { id }) => inTransaction(() => hurryPaging(stage.context, id))],
  ['added to', paged, (stage, { id }) => addMessage(stage.context, id, sid, 'RE9')],
  ['taken', paged, on('page', (stage, id) => acceptPage(stage.context, id))],
  ['declined', paged, on('page', (stage, id) => declinePage(stage.context, id))],
  ['passed on', taken, on('page', (stage, id) => passOnPage(stage.context, id))],
  ['given a time', taken, on('page', (stage, attemptId) => setEta(stage.context, { ...keyed, attemptId }))],
  ['told of', taken, (stage, { id }) => releaseDispatchNotice(stage.context, id)],
  ['departed for', taken, (stage, { id }) => recordDeparture(stage.context, id, li)],
  ['reached', taken, (stage, { id }) => recordArrival(stage.context, id, li)],
  ['given another time', taken, (stage, { id: ticketId }) => changeArrival(stage.context, { ...keyed, ticketId }, li)],
  [
    'given a time of its end',
    reached,
    (stage, { id: ticketId }) => setRestoreTime(stage.context, { ...keyed, ticketId }, li),
  ],
  [
    'given support',
    reached,
    (stage, { id: ticketId }) => askSupport(stage.context, { ticketId, callSid: sid, support: 'hands' }, li),
  ],
  [
    'given back',
    taken,
    (stage, { id: ticketId }) => giveBackJob(stage.context, { ticketId, callSid: sid, why: 'unsafe' }, li),
  ],
  [
    'put off',
    reached,
    (stage, { id: ticketId }) => putOffJob(stage.context, { ticketId, obstacle: 'parts', hours: 24, callSid: sid }, li),
  ],
  ['finished', reached, (stage, ticket) => recordCompletion(stage.context, work(ticket), li)],
  ['reopened', finished, reopen],
  [
    'finished after all',
    reopened,
    (stage, { id: ticketId }) =>
      inTransaction(() => withdrawReopening(stage.context, { ticketId, cycle: 0, callSid: sid })),
  ],
  ['found', danger, (stage, ticket) => confirmDangerPlace(stage.context, ticket, '10002')],
  ['denied its place', danger, (stage, ticket) => noteDangerPlace(stage.context, ticket, 'RE8')],
  ['said to be over', danger, on('danger_check', (stage, id) => answerDangerCheck(stage.context, id, 'safe'))],
  [
    'said to be no danger',
    danger,
    on('danger_check', (stage, id) => answerDangerCheck(stage.context, id, 'cancelled_by_mistake')),
  ],
  ['said to go on', danger, on('danger_check', (stage, id) => answerDangerCheck(stage.context, id, 'still_in_danger'))],
  ['taken by the supervisor', supervised, pageFor('1190', (stage, id) => acceptPage(stage.context, id))],
  ['taken by one who was missed', supervised, pageFor('1101', (stage, id) => acceptPage(stage.context, id))],
  ['given to a colleague', supervised, pageFor('1190', (stage, id) => giveTo(stage.context, id, '1103'))],
  ['given to the next', supervised, pageFor('1190', (stage, id) => pageNextPerson(stage.context, id))],
  [
    'left till morning',
    supervised,
    pageFor('1190', (stage, id) => leaveTillMorning(stage.context, id, { again: false, reasonRecording: null })),
  ],
  [
    'cancelled while the supervisor rings',
    supervised,
    (stage, { id }) => cancelTicket(stage.context, id, { reason: 'cancelled', by: byCaller }),
  ],
  ['confirmed to be theirs', unchecked, on('number_check', (stage, id) => answerNumberCheck(stage.context, id, true))],
];

export const acts: readonly ActOn[] = table.map(([what, make, act]) => ({ what, make, act }));
