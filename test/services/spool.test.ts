import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NumberCheck } from '../../models/number-check';
import { Ticket } from '../../models/ticket';
import { replaySpool, spoolContact, spoolReport } from '../../src/services/spool-report';
import type { SpooledReport } from '../../src/services/spool';
import { freshDatabase, type FreshDatabase } from '../support/database';
import { aTown } from '../support/paging-stage';
import { serviceStage, type ServiceStage } from '../support/service-context';

let fresh: FreshDatabase;
let stage: ServiceStage;

beforeAll(async () => {
  fresh = await freshDatabase();
});
beforeEach(async () => {
  await fresh.reset();
  await rm(join(fresh.dataDir, 'spool'), { recursive: true, force: true });
  stage = serviceStage(fresh, '2026-03-02T02:00:00.000Z');
  await aTown();
});
afterAll(() => fresh.drop());

const message = (callSid: string, change: Partial<SpooledReport> = {}): SpooledReport => ({
  callSid,
  reportNo: 100,
  kind: 'message',
  phone: '+8613800000001',
  language: 'zh-CN',
  facts: {},
  recordingSid: null,
  reportedAt: new Date('2026-03-02T01:00:00.000Z'),
  ...change,
});

describe('what was kept on the disk', () => {
  it('becomes tickets once, each with the time it was reported', async () => {
    await stage.context.spool.keep(message('CA1'));
    await stage.context.spool.keep(message('CA1'));
    expect(await replaySpool(stage.context)).toBe(1);
    expect(await replaySpool(stage.context)).toBe(0);
    expect(await Ticket.findAll()).toMatchObject([
      { callSid: 'CA1', reportedAt: new Date('2026-03-02T01:00:00.000Z') },
    ]);
  });

  it('a number typed while the database was down is the number of the report, and is checked', async () => {
    const call = { sid: 'CA9', phone: null };
    expect(await spoolContact(stage.context, call, '12')).toBe(false);
    expect(await spoolContact(stage.context, call, '13800000066')).toBe(true);
    await spoolReport(stage.context, { call, facts: { neighbours: 'all' }, language: 'zh-CN' });
    expect(await replaySpool(stage.context)).toBe(2);
    expect(await Ticket.findAll()).toMatchObject([{ callSid: 'CA9', reporterPhone: '+8613800000066' }]);
    expect(await NumberCheck.findAll()).toMatchObject([{ phone: '+8613800000066', state: 'waiting' }]);
  });

  it('opens the others when one report cannot become a ticket, and keeps that one', async () => {
    // No number: the database cannot look for such a report.
    await stage.context.spool.keep(message('CA1', { kind: 'fault', facts: { report: 'x' }, reportedAt: new Date(0) }));
    await stage.context.spool.keep(message('CA2'));
    expect(await replaySpool(stage.context)).toBe(1);
    expect(await Ticket.findAll()).toMatchObject([{ callSid: 'CA2' }]);
    expect(stage.complaints).toContain('error a kept report cannot become a ticket');
    expect((await stage.context.spool.waiting()).reports).toMatchObject([{ callSid: 'CA1' }]);
  });

  it('sets a file aside that is no report, says so once and opens the others', async () => {
    const dir = join(fresh.dataDir, 'spool');
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, 'CA0-0.json'), '{"callSid":');
    await stage.context.spool.keep(message('CA3'));
    expect(await replaySpool(stage.context)).toBe(1);
    expect(await replaySpool(stage.context)).toBe(0);
    expect(stage.complaints.filter((line) => line.startsWith('error'))).toEqual(['error a kept report cannot be read']);
    expect(await readdir(dir)).toContain('CA0-0.json.unreadable');
  });
});
