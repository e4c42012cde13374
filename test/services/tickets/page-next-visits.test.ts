import { Paging } from '../../../models/paging';
import { Ticket } from '../../../models/ticket';
import { giveBackJob } from '../../../src/services/crew/give-back-job';
import { pageNextVisits } from '../../../src/services/tickets/page-next-visits';
import { atOnce, onStaleRows } from '../../support/at-once';
import { aTicket } from '../../support/crew-rows';
import type { PagingStage } from '../../support/paging-stage';
import { after, inATown, li, zhao } from '../../support/paging-stage';

/** A job that somebody has to come to again: the crew that was there before, or another one. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

const minute = 60;
/** Everything that a crew leaves on a ticket before it is done. */
const worked = {
  ...{ acceptedAt: after(0), departedAt: after(1), arrivedAt: after(2), arrivalVerifiedBy: ['code' as const] },
  ...{ etaAt: after(3), expectedRestoreAt: after(4), slaBreachedAt: after(1), reportedAt: after(0) },
};
const untouched = {
  ...{ personCode: null, acceptedAt: null, departedAt: null, arrivedAt: null, etaAt: null, nextVisitAt: null },
};

const putOff = () => aTicket({ ...worked, state: 'waiting', stateReason: 'parts', nextVisitAt: after(120 * minute) });

it('begins like a first visit: whoever was there is rung, and nothing of the visit before is on the ticket', async () => {
  const ticket = await putOff();
  await stage.at(120 * minute - 1);
  expect(stage.rung()).toEqual([]);
  await stage.at(120 * minute);
  expect(stage.rung()).toEqual([li]);
  expect(await ticket.reload()).toMatchObject({
    ...untouched,
    ...{ state: 'offered', stateReason: null, arrivalVerifiedBy: [], expectedRestoreAt: null, slaBreachedAt: null },
    arrivalDueAt: after(165 * minute),
  });
});

it('begins for each of two that are due at the same moment', async () => {
  const both = [await putOff(), await putOff()];
  await stage.at(120 * minute);
  expect(await Paging.findAll({ order: ['id'] })).toMatchObject(both.map(({ id: ticketId }) => ({ ticketId })));
});

it('begins once when several workers look at the same moment', async () => {
  await putOff();
  stage.jump(120 * minute);
  const look = () => pageNextVisits.run({ ...stage.context });
  await atOnce(look, look);
  await stage.settle();
  expect(stage.rung()).toEqual([li]);
  expect(await Paging.count()).toBe(1);
});

it('waits on when it was put off once more, or is closed, since it was read', async () => {
  const [later, closed] = [await putOff(), await putOff()];
  stage.jump(120 * minute);
  await onStaleRows(
    async () => {
      await Ticket.update({ nextVisitAt: after(240 * minute) }, { where: { id: later.id } });
      await Ticket.update({ state: 'closed', stateReason: 'cancelled' }, { where: { id: closed.id } });
    },
    () => pageNextVisits.run(stage.context),
  );
  await stage.settle();
  expect(stage.rung()).toEqual([]);
  expect(await later.reload()).toMatchObject({ state: 'waiting', nextVisitAt: after(240 * minute) });
  expect(await closed.reload()).toMatchObject({ state: 'closed', stateReason: 'cancelled' });
});

it.each([
  ['handed_back', { state: 'new', stateReason: null, priority: 'P1' }],
  ['unsafe', { state: 'waiting', stateReason: 'unsafe', priority: 'P0' }],
] as const)('that the crew gives back (%s) is with nobody', async (why, expected) => {
  const { id } = await putOff();
  const order = { ticketId: id, callSid: 'CA1', why };
  expect(await giveBackJob(stage.context, order, { code: li, name: '李强' })).toBe('given');
  expect(await Ticket.findByPk(id)).toMatchObject({ ...untouched, ...expected });
  await stage.settle();
  expect(stage.rung()).toEqual(why === 'unsafe' ? ['1190'] : [zhao]);
});
