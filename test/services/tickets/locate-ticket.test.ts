import { NetworkNode } from '../../../models/network-node';
import { Paging } from '../../../models/paging';
import { Person } from '../../../models/person';
import { RosterEntry } from '../../../models/roster-entry';
import { Team } from '../../../models/team';
import { byCaller } from '../../../src/domain/timeline';
import { acceptPage } from '../../../src/services/paging/accept-page';
import { locateTicket } from '../../../src/services/tickets/locate-ticket';
import { inATown, li, phoneOf, type PagingStage } from '../../support/paging-stage';

/** Who comes to a report whose place turns out to be another. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});
beforeEach(async () => {
  const country = { code: 'G-RUR', nameZh: '乡村', nameEn: 'Country', assignMode: 'roster' } as const;
  await Team.create({ ...country, department: 'grid', regions: ['RUR'], categories: [] });
  const person = { code: '1201', name: '周涛', role: 'technician', teamCode: 'G-RUR', language: 'zh-CN' };
  await Person.create({ ...person, phone: phoneOf('1201') });
  await RosterEntry.create({ teamCode: 'G-RUR', personCode: '1201', level: 1, startsAt: new Date('2025-01-01') });
  const node = { kind: 'building', nameZh: '楼', nameEn: 'Building' } as const;
  await NetworkNode.create({ ...node, code: 'B3', regionCode: 'URB' });
  await NetworkNode.create({ ...node, code: 'B4', regionCode: 'EST' });
});

const found = (id: number, node: string) => locateTicket(stage.context, id, { node }, byCaller);
const searches = (ticketId: number) => Paging.findAll({ where: { ticketId, state: 'active' } });

it('the crew that has it keeps it', async () => {
  const ticket = await stage.opened();
  await acceptPage(stage.context, (await stage.pageOf(li)).id);
  await found(ticket.id, 'B2');
  const kept = { state: 'accepted', personCode: li, teamCode: 'G-URB' };
  expect(await ticket.reload()).toMatchObject({ ...kept, networkNodeCode: 'B2', regionCode: 'RUR' });
  expect(await searches(ticket.id)).toEqual([]);
});

it('whoever of the same team is rung rings on', async () => {
  const ticket = await stage.opened();
  const before = await searches(ticket.id);
  await found(ticket.id, 'B3');
  await stage.settle();
  expect(await ticket.reload()).toMatchObject({ state: 'offered', networkNodeCode: 'B3' });
  expect((await searches(ticket.id)).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(stage.rung()).toEqual([li]);
});

it('the team of the place, though another report is paged there, and though nobody was free to be rung yet', async () => {
  await stage.opened({ accountNo: '10002' });
  const tickets = [await stage.opened({ reportNo: 1 }), await stage.opened({ reportNo: 2 })];
  expect(await Promise.all(tickets.map((ticket) => ticket.reload()))).toMatchObject([
    { state: 'offered', teamCode: 'G-URB' },
    { state: 'new', teamCode: 'G-URB' },
  ]);
  for (const ticket of tickets) {
    await found(ticket.id, 'B2');
    expect(await ticket.reload()).toMatchObject({ teamCode: 'G-RUR' });
    expect(await searches(ticket.id)).toMatchObject([{ teamCode: 'G-RUR' }]);
  }
});

it('the team that is paged already where no team serves the place', async () => {
  const ticket = await stage.opened();
  await found(ticket.id, 'B4');
  expect(await ticket.reload()).toMatchObject({ teamCode: 'G-URB', networkNodeCode: 'B4' });
});
