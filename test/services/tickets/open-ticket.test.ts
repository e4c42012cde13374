import { Attempt } from '../../../models/attempt';
import { Paging } from '../../../models/paging';
import { PromiseMade } from '../../../models/promise-made';
import { Team } from '../../../models/team';
import { Ticket } from '../../../models/ticket';
import { TimelineEntry } from '../../../models/timeline-entry';
import { isTicketNumber } from '../../../src/domain/ticket-number';
import { openTicket } from '../../../src/services/tickets/open-ticket';
import { newTicketWords } from '../../../src/services/tickets/ticket-words';
import type { FreshDatabase } from '../../support/database';
import { aReport, customer, PagingStage, phoneOf, startOfTest, inATown } from '../../support/paging-stage';

const minutes = (count: number): Date => new Date(new Date(startOfTest).getTime() + count * 60_000);
let fresh: FreshDatabase;
let stage: PagingStage;

inATown((laid, database) => {
  [stage, fresh] = [laid, database];
});

describe('a report', () => {
  it('becomes a ticket with everything that must follow, in one go', async () => {
    const ticket = await openTicket(stage.context, aReport());
    expect(isTicketNumber(ticket.number)).toBe(true);
    expect(ticket.number).toHaveLength(8);
    expect(await Ticket.findByPk(ticket.id)).toMatchObject({
      state: 'new',
      regionCode: 'URB',
      networkNodeCode: 'B1',
      teamCode: 'G-URB',
      arrivalDueAt: minutes(45),
      restoreDueAt: minutes(180),
      verificationCode: null,
    });
    expect(await Paging.findAll()).toMatchObject([{ ticketId: ticket.id, teamCode: 'G-URB', state: 'active' }]);
    const attempts = await Attempt.findAll({ order: [['priorityRank', 'ASC']] });
    expect(attempts).toMatchObject([
      { kind: 'page', state: 'due', toPhone: phoneOf('1101'), flow: 'page', node: 'offer', level: 1, attemptNo: 1 },
      { kind: 'receipt', channel: 'text', toPhone: customer },
    ]);
    expect(attempts[1]?.body).toContain(ticket.number);
    const promises = await PromiseMade.findAll();
    expect(promises).toMatchObject([
      { kind: 'arrival', promisedAt: minutes(45), channel: 'phone', callSid: 'CA-in-1' },
    ]);
    const timeline = await TimelineEntry.findAll();
    expect(timeline).toMatchObject([{ type: 'reported', byKind: 'caller' }]);
    expect(timeline[0]?.data).toEqual({ channel: 'phone', phoneGiven: true });
  });

  it('opens once for a call, however often and at the same time it is asked', async () => {
    const opened = await Promise.all([1, 2, 3, 4].map(() => openTicket(stage.context, aReport())));
    stage.jump(60);
    opened.push(await openTicket(stage.context, aReport({ summary: { zh: '别的', en: 'Other' } })));
    expect(new Set(opened.map(({ number }) => number)).size).toBe(1);
    expect([await Ticket.count(), await Paging.count(), await Attempt.count()]).toEqual([1, 1, 2]);
    expect(await TimelineEntry.count()).toBe(1);
    const second = await openTicket(stage.context, aReport({ reportNo: 1 }));
    expect(second.number).not.toBe(opened[0]!.number);
  });

  it('is told with its number to its own caller, each of a call with its own', async () => {
    const told = [
      ['CA1', 0],
      ['CA2', 0],
      ['CA2', 1],
    ] as const;
    const opened: string[] = [];
    for (const [callSid, reportNo] of told)
      opened.push((await openTicket(stage.context, aReport({ callSid, reportNo }))).number);
    const words = told.map(([callSid, reportNo]) => newTicketWords(stage.context, callSid, reportNo));
    expect((await Promise.all(words)).map(({ number }) => number)).toEqual(opened.map((digits) => ({ digits })));
    const again = told.map(([callSid, reportNo]) => openTicket(stage.context, aReport({ callSid, reportNo })));
    expect((await Promise.all(again)).map(({ number }) => number)).toEqual(opened);
    await expect(newTicketWords(stage.context, 'CA1', 1)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('keeps its clock when it waited somewhere', async () => {
    const ticket = await openTicket(stage.context, aReport({ reportedAt: minutes(-10) }));
    expect(ticket).toMatchObject({ reportedAt: minutes(-10), arrivalDueAt: minutes(35) });
  });

  it.each([
    ['a critical place in the country', { accountNo: '10002' }, { regionCode: 'RUR', arrivalDueAt: minutes(30) }],
    [
      'a leak at home',
      { kind: 'repair', category: 'water', priority: 'P2', inHome: true, responsibility: 'Z' },
      { regionCode: 'EST', teamCode: 'E-EST', arrivalDueAt: minutes(15), restoreDueAt: null },
    ],
    [
      'a door',
      { kind: 'repair', category: 'doors', priority: 'P3', responsibility: 'Z' },
      { teamCode: 'E-ALL', arrivalDueAt: minutes(30) },
    ],
    [
      'a power cut without an account',
      { accountNo: null },
      { regionCode: '', teamCode: 'G-URB', arrivalDueAt: minutes(45), networkNodeCode: null },
    ],
  ] as const)('of %s goes to the right team with the right time', async (_what, change, expected) => {
    expect(await openTicket(stage.context, aReport(change))).toMatchObject(expected);
  });

  it('without a region of its own goes to the default team, and says so', async () => {
    await Team.create({ code: 'G-ZZZ', nameZh: 'z', nameEn: 'z', department: 'grid', assignMode: 'roster' });
    const custom = new PagingStage(fresh, { defaults: { powerTeam: 'G-ZZZ' } });
    const ticket = await openTicket(custom.context, aReport({ accountNo: null }));
    expect(ticket.teamCode).toBe('G-ZZZ');
    expect(custom.complaints).toEqual(['warn no team serves this place']);
    const [entry] = await TimelineEntry.findAll({ where: { type: 'reported' } });
    expect(entry?.data).toMatchObject({ defaultTeam: 'G-ZZZ' });
  });

  it('of a home visit has a code that the text brings to the door', async () => {
    const change = { kind: 'repair', category: 'water', inHome: true } as const;
    const ticket = await openTicket(stage.context, aReport(change));
    expect(ticket.verificationCode).toMatch(/^\d{6}$/);
    const [receipt] = await Attempt.findAll({ where: { kind: 'receipt' } });
    expect(receipt?.body).toContain(ticket.verificationCode);
  });

  it('that needs nobody rings nobody', async () => {
    const matter = { kind: 'matter', category: 'enquiry', inHome: true, page: false } as const;
    const message = await openTicket(stage.context, aReport(matter));
    await openTicket(stage.context, aReport({ ...matter, reportNo: 2, receipt: false }));
    const closed = { state: 'closed', reason: 'told' } as const;
    const told = await openTicket(stage.context, aReport({ reportNo: 1, initial: closed }));
    expect(message).toMatchObject({ state: 'new', arrivalDueAt: null, verificationCode: null });
    expect(told).toMatchObject({ state: 'closed', stateReason: 'told', closedAt: minutes(0) });
    expect(await Paging.count()).toBe(0);
    expect(await Attempt.findAll()).toMatchObject([{ kind: 'receipt', ticketId: message.id }]);
  });

  it.each([
    ['of another channel', { channel: 'text' }, 'caller'],
    ['of the interface', { channel: 'api' }, 'api'],
    ['of an alarm', { channel: 'alarm' }, 'api'],
    ['of our own people', { channel: 'staff' }, 'person'],
    ['that the caller does not hear of', { spoken: false }, 'caller'],
    ['whose time is over already', { reportedAt: minutes(-60) }, 'caller'],
  ] as const)('%s has no time of arrival that somebody heard', async (_, more, byKind) => {
    await openTicket(stage.context, aReport(more));
    expect(await PromiseMade.count()).toBe(0);
    expect(await TimelineEntry.findAll()).toMatchObject([{ type: 'reported', byKind }]);
    const [receipt] = await Attempt.findAll({ where: { kind: 'receipt' } });
    expect(receipt?.body?.includes('10:45')).toBe(!('reportedAt' in more));
  });

  it('at a number that is not on file asks its owner first, and promises the caller no text', async () => {
    const said = (reportNo: number) => newTicketWords(stage.context, 'CA-in-1', reportNo);
    await openTicket(stage.context, aReport());
    await openTicket(stage.context, aReport({ reportNo: 1, contactConfirmed: false }));
    await openTicket(stage.context, aReport({ reportNo: 2, reporter: { name: null, phone: null, role: 'other' } }));
    const codes = await Promise.all([0, 1, 2].map(said));
    expect(codes.map(({ code }) => code)).toEqual([
      { phrase: 'caller.text-follows' },
      { phrase: 'caller.note-number' },
      { phrase: 'caller.note-number' },
    ]);
  });

  it('that cannot be saved leaves nothing behind', async () => {
    await expect(openTicket(stage.context, aReport({ language: 'zh-CN', place: null as never }))).rejects.toThrow();
    expect([await Ticket.count(), await Attempt.count(), await TimelineEntry.count()]).toEqual([0, 0, 0]);
  });

  it('gets a number of its own also when many come at once and a block was lost', async () => {
    const reports = Array.from({ length: 60 }, (_, reportNo) => aReport({ reportNo, receipt: false, page: false }));
    const tickets = await Promise.all(reports.map((report) => openTicket(stage.context, report)));
    expect(new Set(tickets.map(({ number }) => number)).size).toBe(60);
  });
});
