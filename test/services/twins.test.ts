import type { Model, ModelStatic } from 'sequelize';
import { Attempt } from '../../models/attempt';
import { inTransaction } from '../../models/database';
import { tables } from '../../models/tables';
import { Ticket } from '../../models/ticket';
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
import { cancelTicket } from '../../src/services/tickets/cancel-ticket';
import { chaseTicket } from '../../src/services/tickets/chase-ticket';
import { reopenTicket } from '../../src/services/tickets/reopen-ticket';
import { addMessage } from '../../src/services/tickets/ticket-recordings';
import { withdrawReopening } from '../../src/services/tickets/withdraw-reopening';
import { customer, inATown, type PagingStage } from '../support/paging-stage';

/** Two reports of one caller in one call, of the same place and with the same crew: what is done about one leaves the other as it is. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

const li = { code: '1101', name: '李强' };
const sid = 'CA-crew';
type Make = (reportNo: number) => Promise<Ticket>;
type Act = (ticket: Ticket) => Promise<unknown>;

const ofTickets = (): ModelStatic<Model>[] => tables.filter((table) => 'ticketId' in table.getAttributes());
type Row = Readonly<Record<string, unknown>>;
const byId = (rows: readonly Row[]): Row[] => rows.toSorted((a, b) => Number(a['id']) - Number(b['id']));

/** All rows of a ticket, by table. */
async function rowsOf({ id }: Ticket): Promise<Row> {
  const rows = new Map<string, unknown>([['Ticket', (await Ticket.findByPk(id))?.get()]]);
  for (const table of ofTickets()) {
    const found = await table.findAll({ where: { ticketId: id } as never });
    rows.set(table.name, byId(found.map((row) => row.get() as Row)));
  }
  return Object.fromEntries(rows);
}

const newest = (ticket: Ticket, kind: Attempt['kind']) =>
  Attempt.findOne({
    where: { ticketId: ticket.id, kind, channel: 'call' },
    order: [['id', 'DESC']],
    rejectOnEmpty: true,
  });
const on =
  (kind: Attempt['kind'], act: (attemptId: number) => Promise<unknown>): Act =>
  async (ticket) =>
    act((await newest(ticket, kind)).id);

const reporter = { name: null, phone: customer, role: 'customer' } as const;
const paged: Make = (reportNo) => stage.opened({ reportNo, reporter });
const taken: Make = async (reportNo) => {
  const ticket = await paged(reportNo);
  await acceptPage(stage.context, (await newest(ticket, 'page')).id);
  return ticket.reload();
};
const reached: Make = async (reportNo) => {
  const ticket = await taken(reportNo);
  await recordArrival(stage.context, ticket.id, li);
  return ticket.reload();
};
const work = ({ id: ticketId }: Ticket) => ({ ticketId, cause: 'meter', result: 'fixed', restored: '' }) as const;
const finished: Make = async (reportNo) => {
  const ticket = await reached(reportNo);
  await recordCompletion(stage.context, work(ticket), li);
  return ticket.reload();
};
const reopened: Make = async (reportNo) => {
  const ticket = await finished(reportNo);
  await reopen(ticket);
  return ticket.reload();
};
const danger: Make = async (reportNo) => {
  const ticket = await stage.opened({ reportNo, reporter, kind: 'danger', category: 'line_hazard', priority: 'P0' });
  await noteDangerPlace(stage.context, ticket, `RE-${reportNo}`);
  await checkOnDanger(stage.context, ticket, { phone: customer, endedAt: null });
  return ticket.reload();
};
const unchecked: Make = async (reportNo) => {
  const ticket = await stage.opened({ reportNo, reporter, contactConfirmed: false });
  await stage.settle();
  return ticket;
};

const reopen: Act = ({ id: ticketId }) =>
  inTransaction(() => reopenTicket(stage.context, { ticketId, fixed: 'no', callSid: sid }));
const keyed = { callSid: sid, turn: 0, minutes: 20 };

const acts: readonly [what: string, make: Make, act: Act][] = [
  ['cancelled', paged, ({ id }) => cancelTicket(stage.context, id, { reason: 'cancelled', by: byCaller })],
  [
    'cancelled, and has a crew',
    taken,
    ({ id }) => cancelTicket(stage.context, id, { reason: 'cancelled', by: byCaller }),
  ],
  ['chased', paged, ({ id }) => chaseTicket(stage.context, id, { sid, phone: customer })],
  ['hurried', paged, ({ id }) => inTransaction(() => hurryPaging(stage.context, id))],
  ['added to', paged, ({ id }) => addMessage(stage.context, id, sid, 'RE9')],
  ['taken', paged, on('page', (id) => acceptPage(stage.context, id))],
  ['declined', paged, on('page', (id) => declinePage(stage.context, id))],
  ['passed on', taken, on('page', (id) => passOnPage(stage.context, id))],
  ['given a time', taken, on('page', (attemptId) => setEta(stage.context, { ...keyed, attemptId }))],
  ['told of', taken, ({ id }) => releaseDispatchNotice(stage.context, id)],
  ['departed for', taken, ({ id }) => recordDeparture(stage.context, id, li)],
  ['reached', taken, ({ id }) => recordArrival(stage.context, id, li)],
  ['given another time', taken, ({ id: ticketId }) => changeArrival(stage.context, { ...keyed, ticketId }, li)],
  ['given a time of its end', reached, ({ id: ticketId }) => setRestoreTime(stage.context, { ...keyed, ticketId }, li)],
  [
    'given support',
    reached,
    ({ id: ticketId }) => askSupport(stage.context, { ticketId, callSid: sid, support: 'hands' }, li),
  ],
  [
    'given back',
    taken,
    ({ id: ticketId }) => giveBackJob(stage.context, { ticketId, callSid: sid, why: 'unsafe' }, li),
  ],
  [
    'put off',
    reached,
    ({ id: ticketId }) => putOffJob(stage.context, { ticketId, obstacle: 'parts', hours: 24, callSid: sid }, li),
  ],
  ['finished', reached, (ticket) => recordCompletion(stage.context, work(ticket), li)],
  ['reopened', finished, reopen],
  [
    'finished after all',
    reopened,
    ({ id: ticketId }) => inTransaction(() => withdrawReopening(stage.context, { ticketId, cycle: 0, callSid: sid })),
  ],
  ['found', danger, (ticket) => confirmDangerPlace(stage.context, ticket, '10002')],
  ['denied its place', danger, (ticket) => noteDangerPlace(stage.context, ticket, 'RE8')],
  ['said to be over', danger, on('danger_check', (id) => answerDangerCheck(stage.context, id, 'safe'))],
  [
    'said to be no danger',
    danger,
    on('danger_check', (id) => answerDangerCheck(stage.context, id, 'cancelled_by_mistake')),
  ],
  ['said to go on', danger, on('danger_check', (id) => answerDangerCheck(stage.context, id, 'still_in_danger'))],
  ['confirmed to be theirs', unchecked, on('number_check', (id) => answerNumberCheck(stage.context, id, true))],
];

it.each(acts)('is not %s when its twin is', async (_what, make, act) => {
  const [one, twin] = [await make(0), await make(1)];
  const [before, twinBefore] = [await rowsOf(one), await rowsOf(twin)];
  await act(one);
  expect(await rowsOf(twin)).toEqual(twinBefore);
  expect(await rowsOf(one)).not.toEqual(before);
});

/** A second time these only have the search look again at once, or the job marked as touched. */
const movesOn = ['hurried', 'declined', 'given back'];

it.each(acts.filter(([what]) => !movesOn.includes(what)))(
  'is %s once, however often it is said',
  async (_what, make, act) => {
    const one = await make(0);
    await act(one);
    const once = await rowsOf(one);
    stage.jump(1);
    await act(one).catch(() => undefined);
    expect(await rowsOf(one)).toEqual(once);
  },
);
