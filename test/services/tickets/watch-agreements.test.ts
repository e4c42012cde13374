import { Task } from '../../../models/task';
import type { Ticket } from '../../../models/ticket';
import { addTask } from '../../../src/services/add-task';
import { acceptPage } from '../../../src/services/paging/accept-page';
import { changeArrival, setEta } from '../../../src/services/crew/arrival-times';
import { aTicket } from '../../support/crew-rows';
import type { PagingStage } from '../../support/paging-stage';
import { after, customer, li, inATown } from '../../support/paging-stage';

/** The customer's own wiring: the customer was told that the crew names a time. */

let stage: PagingStage;
let ticket: Ticket;
let attemptId: number;

inATown((laid) => {
  stage = laid;
});
beforeEach(async () => {
  const reporter = { name: '王芳', phone: customer, role: 'customer' } as const;
  ticket = await stage.opened({ category: 'internal', responsibility: 'INTERNAL', reporter });
  const page = await stage.pageOf(li);
  attemptId = page.id;
  await acceptPage(stage.context, page.id);
  await stage.report(page, 'completed');
});

const keys = (minutes: number | null) => setEta(stage.context, { attemptId, minutes, callSid: 'CA-page', turn: 0 });
const tasks = async () => (await Task.findAll()).map(({ reason, state, phone }) => ({ reason, state, phone }));

it.each([
  ['hangs up', () => Promise.resolve()],
  ['presses # alone', () => keys(null)],
])(
  'a crew that accepts and %s names none: the desk asks five minutes later, once, until there is one',
  async (_, act) => {
    await act();
    await stage.at(299);
    expect(await tasks()).toEqual([]);
    await stage.at(3600);
    expect(await tasks()).toEqual([{ reason: 'agree_time', state: 'open', phone: customer }]);
    const call = { ticketId: ticket.id, callSid: 'CA-crew', turn: 0, minutes: 30 };
    await changeArrival(stage.context, call, { code: li, name: '李强' });
    expect(await tasks()).toEqual([{ reason: 'agree_time', state: 'done', phone: customer }]);
  },
);

it('a crew that names a time is not asked', async () => {
  await keys(30);
  await stage.at(900);
  expect(await tasks()).toEqual([]);
});

it('a crew that names none is asked although the customer is owed a call of another kind', async () => {
  await addTask(stage.context, { key: 'chase', kind: 'call', reason: 'chase', ticketId: ticket.id, phone: customer });
  await stage.at(300);
  expect((await tasks()).map(({ reason }) => reason)).toEqual(['chase', 'agree_time']);
});

it('nobody is asked about work for which no customer was told so', async () => {
  await keys(30);
  await aTicket({ category: 'reconnect', acceptedAt: after(0), arrivalDueAt: null });
  await stage.at(900);
  expect(await tasks()).toEqual([]);
});
