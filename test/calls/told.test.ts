import { signatureOf } from '../../emulator/signature';
import { Attempt } from '../../models/attempt';
import { OutageEvidence } from '../../models/outage-evidence';
import { Paging } from '../../models/paging';
import { Task } from '../../models/task';
import { Ticket } from '../../models/ticket';
import { ToldFact } from '../../models/told-fact';
import { Hotline } from '../support/hotline';
import { customer, reportPowerCut } from '../support/power-cut';
import { statementsOf } from '../support/statements';

/** A webhook that comes again says what it said first, whatever has changed in between (ADR 0005). Now is 10:30 in the demo town. */

const caoYulan = '+8613800000031';
const brown = '+8613800000033';
const xuGang = '+8613800000028';
const liQiang = '+8613800011101';
const wangFang = '+8613800000001';

let hotline: Hotline;
afterEach(() => hotline.close({ anybodyMayRing: true }));

const start = async (options: Parameters<typeof Hotline.start>[0] = {}): Promise<void> => {
  hotline = await Hotline.start({ chaos: {}, ...options });
};

interface Webhook {
  /** The path as the carrier signs it. */
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly token: string | null;
}

/** Sends a webhook as the carrier does; `to` is the process that gets it. */
async function send({ path, form, token }: Webhook, to = hotline.url): Promise<string> {
  const response = await fetch(to + path, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: {
      'X-Twilio-Signature': signatureOf('test-auth-token', hotline.url + path, form),
      ...(token !== null && { 'I-Twilio-Idempotency-Token': token }),
    },
  });
  return response.text();
}

let serial = 0;

/** A call whose webhooks can be sent again. */
class Line {
  private readonly sid = `CA${String((serial += 1)).padStart(32, '0')}`;
  private tokens = 0;
  private next = '/voice/incoming';
  /** What was sent last. */
  last!: Webhook;
  heard = '';

  constructor(
    private readonly number: string,
    private readonly withTokens = true,
  ) {}

  /** Dials, or presses keys at the question that was asked last. */
  async sends(keys?: string): Promise<string> {
    const form = { CallSid: this.sid, From: this.number, To: '+8657195598', Direction: 'inbound' };
    const token = this.withTokens ? `${this.sid}-${(this.tokens += 1)}` : null;
    this.last = { path: this.next, form: { ...form, ...(keys !== undefined && { Digits: keys }) }, token };
    this.heard = await send(this.last);
    const action = /action="([^"]+)"/.exec(this.heard)?.[1]?.replaceAll('&amp;', '&');
    this.next = (action ?? '').replace(hotline.url, '');
    return this.heard;
  }

  /** Dials and presses these keys one after another. */
  async goes(...keys: string[]): Promise<this> {
    await this.sends();
    for (const key of keys) await this.sends(key);
    return this;
  }

  /** The last webhook again, under a token of its own: what is true now. */
  now(): Promise<string> {
    return send({ ...this.last, token: `${this.last.token}-anew` });
  }
}

const change = (body: object, code = 'D-FAULT') => hotline.api(`/outages/${code}`, { method: 'PATCH', body });
const restore = () => change({ state: 'restored' });
const breakDown = () =>
  hotline.api('/outages', {
    method: 'POST',
    body: { code: 'NEW', kind: 'fault', networkNode: 'T-CC', expectedEndAt: '2026-01-05T06:00:00Z' },
  });

/** Which process gets the repeat: the same one, or another after the first has written its log. */
const processes: readonly [string, () => Promise<string>][] = [
  ['the same process', () => Promise.resolve(hotline.url)],
  [
    'another process',
    async () => {
      await hotline.context.callLog.flush();
      return hotline.another();
    },
  ],
];

describe.each(processes)('a webhook repeated to %s', (_name, elsewhere) => {
  /** Tells that a repeat gets the same bytes after `meanwhile`, and a new webhook other ones. */
  async function saysTheSame(line: Line, meanwhile: () => Promise<unknown>): Promise<string> {
    const to = await elsewhere();
    await meanwhile();
    expect(await send(line.last, to)).toBe(line.heard);
    const now = await line.now();
    expect(now).not.toBe(line.heard);
    expect(await send(line.last, to)).toBe(line.heard);
    return now;
  }

  it.each([
    ['zh', caoYulan, /最晚今天中午12点半/, /邻居/],
    ['en', brown, /12:30 p\.m\. today/, /neighbours/i],
  ])('tells of an outage that has ended since (%s)', async (_language, number, told, after) => {
    await start();
    const line = await new Line(number).goes('1', '1');
    expect(line.heard).toMatch(told);
    expect(await saysTheSame(line, restore)).toMatch(after);
  });

  it.each([
    ['zh', caoYulan, /最晚今天下午两点/],
    ['en', brown, /2 p\.m\. today/],
  ])('tells of an outage as it was before news of it (%s)', async (_language, number, news) => {
    await start();
    const line = await new Line(number).goes('1', '1');
    expect(await saysTheSame(line, () => change({ expectedEndAt: '2026-01-05T06:00:00Z' }))).toMatch(news);
  });

  it('tells of a time that has passed since', async () => {
    await start({ now: '2026-01-05T06:59:50Z' });
    const line = await new Line(xuGang).goes('1', '1');
    expect(line.heard).toMatch(/最晚今天下午3点计划停电/);
    expect(await saysTheSame(line, () => hotline.advance({ seconds: 12 }))).toMatch(/已经过了.*还没来电请按3/s);
  });

  it('speaks of today as of the day on which it came first', async () => {
    await start({ now: '2026-01-05T15:59:50Z' });
    await change({ expectedEndAt: '2026-01-05T17:00:00Z' });
    const line = await new Line(brown).goes('1', '1');
    expect(line.heard).toMatch(/1 a\.m\. tomorrow/);
    expect(await saysTheSame(line, () => hotline.advance({ seconds: 12 }))).toMatch(/1 a\.m\. today/);
  });

  it.each([
    ['zh', caoYulan, /大风/],
    ['en', brown, /a tree brought down/],
  ])('tells the news before the menu (%s)', async (_language, number, news) => {
    await start();
    const line = await new Line(number).goes();
    expect(line.heard).toMatch(news);
    expect(await saysTheSame(line, restore)).not.toMatch(news);
  });

  it('tells nothing where there was nothing to tell', async () => {
    await start();
    await restore();
    const menu = await new Line(caoYulan).goes();
    const neighbours = await new Line(brown).goes('1', '1');
    const to = await elsewhere();
    expect(await saysTheSame(menu, breakDown)).toMatch(/停电/);
    expect(await send(neighbours.last, to)).toBe(neighbours.heard);
    expect(await neighbours.now()).toMatch(/2 p\.m\. today/);
  });

  it('links nobody to another outage, and says how it was linked', async () => {
    await start();
    const line = await new Line(caoYulan).goes('1', '1', '2');
    expect(line.heard).toMatch(/登记/);
    const [before] = await Ticket.findAll();
    await saysTheSame(line, async () => {
      await restore();
      await breakDown();
    });
    expect(await Ticket.findByPk(before!.id)).toMatchObject({ outageCode: 'D-FAULT' });
    expect(await OutageEvidence.count()).toBe(0);
  });

  it('tells the state of a report as it was', async () => {
    await start();
    await reportPowerCut(hotline);
    const crew = await hotline.phone(liQiang).rings();
    const line = await new Line(customer).goes('3', '1');
    expect(line.heard).toMatch(/正在安排人员,最晚今天上午11点15分到达/);
    const taken = async () => {
      await crew.answers();
      await crew.presses('1');
    };
    expect(await saysTheSame(line, taken)).toMatch(/李强已经接单/);
  });

  it('hurries nobody a second time when the first answer was that it was just done', async () => {
    await start({ policy: { chase: { minGap: '2m' } } });
    await reportPowerCut(hotline);
    await hotline.phone(liQiang).rings();
    await new Line(customer).goes('3', '1', '1');
    await hotline.advance({ seconds: 110 });
    const line = await new Line(customer).goes('3', '1', '1');
    expect(line.heard).toMatch(/刚刚已经催办过/);
    const to = await elsewhere();
    await hotline.advance({ seconds: 12 });
    expect(await send(line.last, to)).toBe(line.heard);
    expect(await Task.count({ where: { reason: 'chase' } })).toBe(1);
  });

  it('finds a report of the same address no more than it did', async () => {
    await start();
    const line = await new Line(customer).goes('1', '1');
    expect(line.heard).toMatch(/邻居/);
    expect(await saysTheSame(line, () => reportPowerCut(hotline))).toMatch(/工单尾号/);
  });

  it('offers a job as it did, though somebody else has it now', async () => {
    await start();
    await reportPowerCut(hotline);
    const crew = await hotline.phone(liQiang).rings();
    const page = await Attempt.findOne({ where: { toPhone: liQiang, channel: 'call' }, rejectOnEmpty: true });
    const form = { CallSid: page.carrierSid!, From: '+8657195598', To: liQiang, Direction: 'outbound-api' };
    const offer = { path: `/voice/enter/page/offer?l=zh-CN&attempt=${page.id}`, form, token: 'offer' };
    const heard = await send(offer);
    expect(heard).toMatch(/page\/offer/);
    const to = await elsewhere();
    await crew.rejects();
    await Paging.update({ state: 'accepted', nextDueAt: null }, { where: { id: page.pagingId! } });
    await Ticket.update({ state: 'accepted', personCode: '1102' }, { where: { id: page.ticketId! } });
    expect(await send({ ...offer, token: 'anew' })).not.toBe(heard);
    expect(await send(offer, to)).toBe(heard);
  });
});

it('says what it said while the database is down, and tells a new call what is known', async () => {
  await start({ stoppable: true, now: '2026-01-05T06:59:50Z' });
  // What is due at the start is done before.
  await hotline.advance({ seconds: 1 });
  const line = await new Line(xuGang).goes();
  await hotline.advance({ seconds: 1 });
  await hotline.stopDatabase();
  await hotline.advance({ seconds: 12 });
  expect(await send(line.last)).toBe(line.heard);
  const now = line.now();
  await hotline.advance({ seconds: 5 });
  expect(await now).toMatch(/原定今天下午3点结束/);
  await hotline.startDatabase();
});

it('tells what is true now when the carrier sends no token, and keeps nothing', async () => {
  await start();
  const line = await new Line(caoYulan, false).goes('1', '1');
  await restore();
  expect(await send(line.last)).toMatch(/邻居/);
  await hotline.context.callLog.flush();
  expect(await ToldFact.count()).toBe(0);
});

it('keeps one row for each fact that was told, and none where there was nothing to tell', async () => {
  await start();
  await (await new Line(wangFang).goes('1', '1')).sends('1');
  await hotline.context.callLog.flush();
  expect(await ToldFact.count()).toBe(0);
  const line = await new Line(caoYulan).goes('1', '1');
  await send(line.last);
  await hotline.context.callLog.flush();
  const kept = await ToldFact.findAll({ order: ['id'] });
  expect(kept.map(({ place }) => place)).toEqual(['caller/main-menu/outage-news', 'caller/known-outage/outage-here']);
});

it('asks the database once more where an outage is told, and for a repeat not at all', async () => {
  await start();
  const asked = async (work: () => Promise<unknown>) =>
    (await statementsOf(hotline.database.database.sequelize, work)).filter((sql) => sql.includes('told_facts')).length;
  const line = await new Line(caoYulan).goes('1');
  expect(await asked(() => line.sends('1'))).toBe(1);
  expect(await asked(() => send(line.last))).toBe(0);
});
