import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Call } from '../../../models/call';
import { NumberCheck } from '../../../models/number-check';
import { Recording } from '../../../models/recording';
import { Ticket } from '../../../models/ticket';
import { contactOf, spoolContact } from '../../../src/services/intake/contact-phone';
import { openFaultReport } from '../../../src/services/intake/open-fault-report';
import { isOptedOut } from '../../../src/services/outbound/opt-out';
import { replaySpool } from '../../../src/services/worker/replay-spool';
import { spoolDanger } from '../../../src/services/intake/keep-report';
import { spoolReport } from '../../../src/services/intake/keep-report';
import type { SpooledReport } from '../../../src/services/spool';
import { aTicket } from '../../support/crew-rows';
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

  it('texts count in the order in which they were sent, whichever was kept first', async () => {
    const phone = '+8613800000001';
    const sent = (minute: number) => new Date(`2026-03-02T01:0${minute}:00.000Z`);
    const text = (sid: string, body: string, reportedAt: Date) =>
      stage.context.spool.keep(message(sid, { kind: 'text', reportNo: 0, phone, body, reportedAt }));
    await text('SM1', 'START', sent(2));
    await text('SM2', 'STOP', sent(1));
    expect(await replaySpool(stage.context)).toBe(2);
    expect(await isOptedOut(phone)).toBe(false);
    await text('SM3', 'STOP', sent(4));
    await text('SM4', 'START', sent(3));
    expect(await replaySpool(stage.context)).toBe(2);
    expect(await isOptedOut(phone)).toBe(true);
  });

  it('a recording is the description of the report of its call, with its length', async () => {
    const described = { callSid: 'CA1', descriptionRecording: 'RE1' };
    const [, report] = [await aTicket(), await aTicket(described)];
    const facts = { call: 'CA1', state: 'completed', seconds: '7' };
    await stage.context.spool.keep(message('RE1', { kind: 'recording', phone: null, reportNo: 0, facts }));
    expect(await replaySpool(stage.context)).toBe(1);
    const told = { sid: 'RE1', callSid: 'CA1', purpose: 'description', seconds: 7, state: 'completed' };
    expect(await Recording.findAll()).toMatchObject([{ ...told, ticketId: report.id }]);
  });

  it('a danger is asked about once more when its call is over, and no other call is', async () => {
    const at = stage.context.clock.now();
    const over = { language: 'zh-CN', flow: 'caller', startedAt: at, status: 'completed', attemptId: null } as const;
    const from = { direction: 'inbound', fromPhone: '+8613800000001', toPhone: null, ticketId: null } as const;
    const nobody = { personCode: null, accountNo: null, reviewDueAt: null };
    for (const [sid, endedAt] of [
      ['CA7', at],
      ['CA8', at],
      ['CA9', null],
    ] as const)
      await Call.create({ ...over, ...from, ...nobody, sid, endedAt });
    for (const sid of ['CA8', 'CA9'])
      await spoolDanger(stage.context, { call: { sid, phone: null }, facts: { danger: 'wire' }, language: 'zh-CN' });
    stage.pass(60_000);
    expect(await replaySpool(stage.context)).toBe(2);
    const asked = (await Call.findAll({ order: ['sid'] })).map(({ reviewDueAt }) => reviewDueAt);
    expect(asked).toEqual([null, stage.context.clock.now(), null]);
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
