import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NumberCheck } from '../../../models/number-check';
import { Ticket } from '../../../models/ticket';
import { contactOf, spoolContact } from '../../../src/services/intake/contact-phone';
import { openFaultReport } from '../../../src/services/intake/open-fault-report';
import { replaySpool } from '../../../src/services/worker/replay-spool';
import { spoolDanger } from '../../../src/services/intake/keep-report';
import { spoolReport } from '../../../src/services/intake/keep-report';
import type { SpooledReport } from '../../../src/services/spool';
import { onEmptyTables, type FreshDatabase } from '../../support/database';
import { aTown } from '../../support/paging-stage';
import { serviceStage, type ServiceStage } from '../../support/service-context';

let fresh: FreshDatabase;
let stage: ServiceStage;

onEmptyTables(async (laid) => {
  fresh = laid;
  await rm(join(fresh.dataDir, 'spool'), { recursive: true, force: true });
  stage = serviceStage(fresh, '2026-03-02T02:00:00.000Z');
  await aTown();
});

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
    expect(await spoolContact(stage.context, call.sid, '12')).toBe(false);
    expect(await spoolContact(stage.context, call.sid, '13800000066')).toBe(true);
    await spoolReport(stage.context, { call, facts: { neighbours: 'all' }, language: 'zh-CN' });
    expect(await replaySpool(stage.context)).toBe(2);
    expect(await Ticket.findAll()).toMatchObject([{ callSid: 'CA9', reporterPhone: '+8613800000066' }]);
    expect(await NumberCheck.findAll()).toMatchObject([{ phone: '+8613800000066', state: 'waiting' }]);
  });

  const call = { sid: 'CA9', phone: null };
  const facts = { neighbours: 'all', kept: 'yes' };
  const report = (sid = 'CA9') => ({
    call: { ...call, sid },
    facts,
    language: 'zh-CN',
    reportedAt: stage.context.clock.now(),
  });

  it('a number typed while the database was down is on the report that is opened when it is back, before the replay', async () => {
    await spoolContact(stage.context, 'CA9', '13800000066');
    expect(await contactOf(stage.context, call, facts)).toEqual({ phone: '+8613800000066', trusted: false });
    await openFaultReport(stage.context, report());
    expect(await Ticket.findAll()).toMatchObject([{ callSid: 'CA9', reporterPhone: '+8613800000066' }]);
    expect(await replaySpool(stage.context)).toBe(1);
    expect(await contactOf(stage.context, call, facts)).toEqual({ phone: '+8613800000066', trusted: false });
    expect(await NumberCheck.findAll()).toMatchObject([{ phone: '+8613800000066', state: 'waiting' }]);
  });

  it('each report that was kept without its number has the number of its own call', async () => {
    for (const [sid, typed] of [
      ['CA8', '13800000055'],
      ['CA9', '13800000066'],
    ] as const) {
      await spoolContact(stage.context, sid, typed);
      await spoolReport(stage.context, report(sid));
    }
    expect(await replaySpool(stage.context)).toBe(4);
    expect(await Ticket.findAll({ order: [['callSid', 'ASC']] })).toMatchObject([
      { callSid: 'CA8', reporterPhone: '+8613800000055' },
      { callSid: 'CA9', reporterPhone: '+8613800000066' },
    ]);
  });

  it('comes onto the report that a process with another disk opened without it', async () => {
    await openFaultReport(stage.context, report());
    await openFaultReport(stage.context, report('CA8'));
    await spoolContact(stage.context, 'CA9', '13800000066');
    await replaySpool(stage.context);
    expect(await Ticket.findAll({ order: [['id', 'ASC']] })).toMatchObject([
      { callSid: 'CA9', reporterPhone: '+8613800000066' },
      { callSid: 'CA8', reporterPhone: null },
    ]);
    expect(await NumberCheck.findAll()).toMatchObject([{ phone: '+8613800000066', state: 'waiting' }]);
  });

  it('a typed number and a danger of the same call do not overwrite each other', async () => {
    await spoolContact(stage.context, 'CA9', '13800000066');
    await spoolDanger(stage.context, { call, facts: { danger: 'wire' }, language: 'zh-CN' });
    expect((await stage.context.spool.waiting()).reports.map(({ kind }) => kind).sort()).toEqual(['contact', 'danger']);
  });

  it('opens the others when one report cannot become a ticket, and keeps that one', async () => {
    await stage.context.spool.keep(message('CA1', { kind: 'fault', facts: {}, reportedAt: new Date(0) }));
    await stage.context.spool.keep(message('CA2'));
    const refused = jest.spyOn(Ticket, 'build').mockImplementationOnce(() => {
      throw new Error('refused');
    });
    expect(await replaySpool(stage.context)).toBe(1);
    refused.mockRestore();
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
