import { UniqueConstraintError } from 'sequelize';
import { Attempt } from '../../models/attempt';
import { inTransaction } from '../../models/database';
import { Person } from '../../models/person';
import { PromiseMade } from '../../models/promise-made';
import { insertRow } from '../../models/sql-values';
import { Ticket } from '../../models/ticket';
import { TimelineEntry } from '../../models/timeline-entry';
import { type FreshDatabase, freshDatabase } from '../support/database';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
beforeEach(() => fresh.reset());
afterAll(() => fresh.drop());

const at = new Date('2026-03-01T08:30:15.123Z');
const ticketRow = (number: string) => ({
  ...({
    number,
    kind: 'fault',
    category: 'lv',
    responsibility: 'GRID',
    priority: 'P1',
    state: 'new',
    channel: 'phone',
  } as const),
  ...({ regionCode: 'R1', place: 'home', summaryZh: '停电', summaryEn: 'No power', reporterRole: 'customer' } as const),
  ...{ reporterLanguage: 'zh-CN', callSid: `CA-${number}`, reportedAt: at, updatedAt: at },
});
const nasty = `PRAGMA foreign_keys; PRAGMA TABLE_INFO it's "quoted" \\ back; :now ? $1 -- 停电\n💡`;
const entry = { at, type: 'noted', byKind: 'system', byCode: null, byName: null } as const;

describe('a row that is inserted plainly', () => {
  it('is the row that create would have made, with its id', async () => {
    const values = { ...ticketRow('T1'), summaryEn: nasty, triage: { words: nasty }, reportedAt: at, chargeable: true };
    const made = await insertRow(Ticket, values);
    const { id, ...created } = (await Ticket.create({ ...values, number: 'T2', callSid: null })).get();
    const { id: ownId, ...found } = (await Ticket.findByPk(made.id, { rejectOnEmpty: true })).get();
    expect(found).toEqual({ ...created, number: 'T1', callSid: values.callSid });
    expect(made.get()).toEqual({ ...found, id: ownId });
    expect(id).toBe(ownId + 1);
  });

  it('is saved like any other afterwards: only what changes is written', async () => {
    const made = await insertRow(Ticket, ticketRow('T1'));
    await Ticket.update({ state: 'accepted' }, { where: { id: made.id } });
    expect(made.changed()).toBe(false);
    await made.update({ priority: 'P0' });
    const { state, priority } = await Ticket.findByPk(made.id, { rejectOnEmpty: true });
    expect({ state, priority }).toEqual({ state: 'accepted', priority: 'P0' });
  });

  it('keeps what it leaves out as the defaults, and null where there is none', async () => {
    const due = {
      kind: 'page',
      channel: 'call',
      priorityRank: 2,
      toPhone: '+8613900000001',
      language: 'zh-CN',
    } as const;
    const made = await insertRow(Attempt, { ...due, attemptNo: undefined, state: 'due', dueAt: at, createdAt: at });
    const found = await Attempt.findByPk(made.id, { rejectOnEmpty: true });
    expect(found).toMatchObject({ attemptNo: 1, statusSequence: -1, body: null, ticketId: null, dueAt: at });
  });

  it('goes with its transaction', async () => {
    const undone = inTransaction(async () => {
      await insertRow(Ticket, ticketRow('T1'));
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await Ticket.count()).toBe(0);
  });

  it('is refused where its key is taken or something must be given', async () => {
    const { id: ticketId } = await insertRow(Ticket, ticketRow('T1'));
    await expect(insertRow(Ticket, ticketRow('T1'))).rejects.toThrow(UniqueConstraintError);
    const keyed = { ...entry, ticketId, data: {}, key: 'once' };
    await insertRow(TimelineEntry, keyed);
    await expect(insertRow(TimelineEntry, keyed)).rejects.toThrow(UniqueConstraintError);
    const promise = { kind: 'arrival', ticketId, callSid: null, channel: 'phone', spokenAt: at } as never;
    await expect(insertRow(PromiseMade, promise)).rejects.toThrow(/promised_at/);
  });

  it('is none of a table whose changes other processes must hear of', async () => {
    await expect(insertRow(Person, {} as never)).rejects.toThrow('Person is remembered: use create.');
  });
});
