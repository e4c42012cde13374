import { Account } from '../../models/account';
import { Attempt } from '../../models/attempt';
import { NetworkNode } from '../../models/network-node';
import { Person } from '../../models/person';
import { Region } from '../../models/region';
import { RosterEntry } from '../../models/roster-entry';
import { Team } from '../../models/team';
import type { Ticket } from '../../models/ticket';
import { TimelineEntry } from '../../models/timeline-entry';
import type { Context } from '../../src/services/context';
import { openTicket, type NewReport } from '../../src/services/tickets/open-ticket';
import { recordCallStatus } from '../../src/services/outbound/record-call-status';
import { sweep } from '../../src/services/worker/sweep';
import { onEmptyTables, type FreshDatabase } from './database';
import { outsideTransactions } from './outside-transactions';
import { RecordingCarrier } from './recording-carrier';
import { laidOut } from './laid-out';
import { serviceStage, type ServiceStage } from './service-context';

export const startOfTest = '2026-03-02T02:00:00.000Z';
const second = 1000;
/** The codes of the crew in the order in which they are rung, of their supervisor and of the monitoring centre. */
export const [li, zhao, sun, chen, monitoring] = ['1101', '1102', '1103', '1190', '9001'] as const;

/** So many seconds after the start. */
export const after = (seconds: number): Date => new Date(new Date(startOfTest).getTime() + seconds * second);

/** Types of all lines of the timeline. */
export const typesInOrder = async (): Promise<string[]> =>
  (await TimelineEntry.findAll({ order: [['id', 'ASC']] })).map(({ type }) => type);

/** A town with one power crew of three, their supervisor and the monitoring centre, and a carrier that writes down what it is asked. */
export class PagingStage {
  readonly context: Context;
  readonly carrier: RecordingCarrier;
  private readonly stage: ServiceStage;

  constructor(fresh: FreshDatabase, policy: object = {}) {
    this.stage = serviceStage(fresh, startOfTest, { paging: { callsPerSecond: 100 }, ...policy });
    this.carrier = new RecordingCarrier(this.stage.context.clock);
    this.context = { ...this.stage.context, carrier: outsideTransactions(this.carrier) };
  }

  /** Sets in where another stage stands now; its rows are laid by whoever calls this. */
  setInAfter({ context, carrier }: PagingStage): void {
    this.stage.setTime(context.clock.now().toISOString());
    this.carrier.learnFrom(carrier);
  }

  /** A power cut reported by somebody who wants no news of it; the first of the crew has been rung. */
  async opened(more: Partial<NewReport> = {}): Promise<Ticket> {
    const ticket = await openTicket(
      this.context,
      aReport({ reporter: { name: null, phone: null, role: 'other' }, ...more }),
    );
    await this.settle();
    return ticket;
  }

  /** Codes of those who were rung, in order. */
  rung(): string[] {
    return this.carrier.dialled.map((phone) => phone.slice(9, 13));
  }

  get complaints(): string[] {
    return this.stage.complaints;
  }

  /** Does what is due until nothing is, and returns when something will be; the clock stands still but for the milliseconds that the rate takes. */
  async settle(): Promise<Date | null> {
    for (let rounds = 0; rounds < 100; rounds += 1) {
      const { isMoreDue, next } = await sweep(this.context);
      if (isMoreDue) continue;
      const now = this.context.clock.now().getTime();
      if (next === null || next.getTime() > now + 20) return next;
      this.stage.pass(Math.max(0, next.getTime() - now));
    }
    throw new Error('There is always something due.');
  }

  /** Moves the clock to `seconds` after the start, stopping wherever something falls due. */
  async at(seconds: number): Promise<void> {
    const end = new Date(startOfTest).getTime() + seconds * second;
    let next = await this.settle();
    while (next !== null && next.getTime() <= end) {
      this.stage.pass(next.getTime() - this.context.clock.now().getTime());
      next = await this.settle();
    }
    this.stage.pass(Math.max(0, end - this.context.clock.now().getTime()));
    await this.settle();
  }

  /** Lets every phone ring out at once until `seconds` after the start; what rings at that very moment rings on. */
  async silence(seconds: number): Promise<void> {
    const end = new Date(startOfTest).getTime() + seconds * second;
    for (;;) {
      await this.settle();
      const now = this.context.clock.now().getTime();
      if (now >= end) return;
      await this.nobodyAnswers();
      const next = (await this.settle())?.getTime() ?? end;
      this.stage.pass(Math.max(1, Math.min(next, end) - this.context.clock.now().getTime()));
    }
  }

  /** The clock alone. */
  jump(seconds: number): void {
    this.stage.pass(seconds * second);
  }

  /** Every call that rings now is not answered. */
  async nobodyAnswers(): Promise<void> {
    const ringing = await Attempt.findAll({ where: { state: ['placed', 'ringing'], channel: 'call' } });
    for (const attempt of ringing) await this.report(attempt, 'no-answer');
  }

  async report(
    attempt: Attempt,
    status: 'ringing' | 'in-progress' | 'completed' | 'busy' | 'no-answer',
  ): Promise<void> {
    const callSid = attempt.carrierSid ?? 'CA0';
    await recordCallStatus(this.context, attempt.id, { callSid, status, sequence: null, machine: false });
    const call = this.carrier.calls.find(({ sid }) => sid === callSid);
    if (call) call.state = status;
  }

  /** The newest page of a person. */
  async pageOf(personCode: string): Promise<Attempt> {
    return Attempt.findOne({ where: { personCode, kind: 'page' }, order: [['id', 'DESC']], rejectOnEmpty: true });
  }
}

export const phoneOf = (code: string): string => `+86139000${code}0`;
export const customer = '+8613800000001';

const people = [
  ['1101', '李强', 'technician', 1],
  ['1102', '赵磊', 'technician', 2],
  ['1103', '孙伟', 'technician', 3],
  ['1190', '陈主管', 'engineering_supervisor', null],
  ['9001', '监控', 'monitoring', null],
] as const;

/** Three crew members on call, their supervisor, the monitoring centre and two accounts. */
export const aTown = laidOut(async () => {
  await Region.bulkCreate([
    { code: 'URB', nameZh: '城区', nameEn: 'Town', profile: 'power', class: 'urban' },
    { code: 'RUR', nameZh: '乡村', nameEn: 'Country', profile: 'power', class: 'rural' },
    { code: 'EST', nameZh: '小区', nameEn: 'Estate', profile: 'property', class: 'estate' },
  ]);
  await NetworkNode.bulkCreate([
    { code: 'B1', kind: 'building', regionCode: 'URB', nameZh: '一栋', nameEn: 'Building 1' },
    { code: 'B2', kind: 'building', regionCode: 'RUR', nameZh: '二栋', nameEn: 'Building 2' },
  ]);
  const named = (code: string) => ({ code, nameZh: code, nameEn: code, assignMode: 'roster' });
  await Team.bulkCreate([
    { ...named('G-URB'), department: 'grid', regions: ['URB'], categories: [] },
    { ...named('E-EST'), department: 'engineering', regions: ['EST'], categories: ['water'] },
    { ...named('E-ALL'), department: 'engineering', regions: ['EST'], categories: [] },
    { ...named('M'), department: 'customer_service', regions: [], categories: [] },
  ]);
  const account = {
    name: '王芳',
    addressZh: '澜苑路12号',
    addressEn: '12 Lanyuan Road',
    regionCode: 'EST',
    networkNodeCode: 'B1',
    meter: 'postpaid',
    supply: 'connected',
    balanceCents: 0,
    medical: false,
    critical: false,
    language: 'zh-CN',
  };
  await Account.bulkCreate([
    { ...account, accountNo: '10001' },
    { ...account, accountNo: '10002', networkNodeCode: 'B2', critical: true },
  ]);
  const teamOf = (role: string): string => (role === 'monitoring' ? 'M' : 'G-URB');
  await Person.bulkCreate(
    people.map(([code, name, role]) => {
      return { code, name, phone: phoneOf(code), role, teamCode: teamOf(role), language: 'zh-CN' };
    }),
  );
  await RosterEntry.bulkCreate(
    people.flatMap(([personCode, , role, level]) => {
      const shift = { teamCode: teamOf(role), personCode, startsAt: new Date('2025-01-01T00:00:00Z') };
      return level === null ? [] : [{ ...shift, level }];
    }),
  );
});

/** A power cut at the town's first account, reported on the phone. */
export const aReport = (more: Partial<NewReport> = {}): NewReport => ({
  callSid: 'CA-in-1',
  reportNo: 0,
  kind: 'fault',
  category: 'lv',
  responsibility: 'GRID',
  priority: 'P1',
  channel: 'phone',
  language: 'zh-CN',
  accountNo: '10001',
  place: 'home',
  inHome: false,
  summary: { zh: '停电', en: 'Power cut' },
  descriptionRecording: null,
  reporter: { name: '王芳', phone: customer, role: 'customer' },
  ...more,
});

/** Lays the town anew before each test of a file and hands over its stage. */
export function inATown(use: (stage: PagingStage, fresh: FreshDatabase) => void): void {
  onEmptyTables(async (fresh) => {
    use(new PagingStage(fresh), fresh);
    await aTown();
  });
}
