import type { Express } from 'express';
import request from 'supertest';
import { Attempt } from '../../models/attempt';
import { Call } from '../../models/call';
import { CallStep } from '../../models/call-step';
import { Callback } from '../../models/callback';
import { NumberCheck } from '../../models/number-check';
import { OutageWish } from '../../models/outage-wish';
import { Person } from '../../models/person';
import { PromiseMade } from '../../models/promise-made';
import { Team } from '../../models/team';
import { Ticket } from '../../models/ticket';
import { TimelineEntry } from '../../models/timeline-entry';
import { apiRouter } from '../../src/http/api/router';
import { limitPerCaller, requireBearer, settingsCaller } from '../../src/http/bearer';
import type { Context, ServiceSettings } from '../../src/services/context';
import { queueCall } from '../../src/services/outbound/queue-attempt';
import { type FreshDatabase, freshDatabase } from '../support/database';
import { httpApp, keptLog, standingClock } from './http-app';

const settings: ServiceSettings = {
  publicBaseUrl: 'https://hotline.example.org',
  hotlineNumber: '+8657195598',
  timezone: 'Asia/Shanghai',
  defaultLanguage: 'zh-CN',
  allowedPrefixes: ['+86'],
  dataDir: 'data',
};
const clock = standingClock('2026-03-01T04:00:00Z');
const at = (time: string): Date => new Date(`2026-03-01T${time}Z`);
const number = (serial: number): string => `1000000${serial}`;

let fresh: FreshDatabase;
let app: Express;
const { log, lines } = keptLog();

type Over = Partial<Ticket['dataValues']>;
const nothing = {
  stateReason: null,
  accountNo: null,
  networkNodeCode: null,
  descriptionRecording: null,
  reporterName: null,
  reporterPhone: null,
  access: null,
  verificationCode: null,
  callSid: null,
  teamCode: null,
  personCode: null,
  startedAt: null,
  arrivalDueAt: null,
  restoreDueAt: null,
  etaAt: null,
  acceptedAt: null,
  departedAt: null,
  arrivedAt: null,
  expectedRestoreAt: null,
  restoredAt: null,
  completedAt: null,
  closedAt: null,
  slaBreachedAt: null,
  cause: null,
  result: null,
  feeCents: null,
  outageCode: null,
  parentNumber: null,
  fixed: null,
  restoredTimeRight: null,
  quality: null,
  attitude: null,
  speed: null,
  overall: null,
  commentRecording: null,
};

function createTicket(serial: number, over: Over = {}): Promise<Ticket> {
  return Ticket.create({
    ...nothing,
    number: number(serial),
    kind: 'fault',
    category: 'lv',
    responsibility: 'OWN',
    priority: 'P1',
    state: 'new',
    channel: 'phone',
    regionCode: 'north',
    place: 'home',
    summaryZh: '家中停电',
    summaryEn: 'No power at home',
    reporterRole: 'customer',
    reporterLanguage: 'zh-CN',
    reportedAt: at(`02:00:0${serial % 10}.123`),
    updatedAt: at(`03:00:0${serial % 10}.000`),
    ...over,
  });
}

beforeAll(async () => {
  fresh = await freshDatabase();
  app = httpApp(log, [['/api/v1', apiRouter({ settings, clock }, settingsCaller('the-token'))]]);
});
afterAll(async () => {
  await fresh.drop();
});
beforeEach(async () => {
  await fresh.reset();
  lines.length = 0;
});

const get = (path: string) => request(app).get(`/api/v1${path}`).set('Authorization', 'Bearer the-token');
async function items(path: string): Promise<Record<string, unknown>[]> {
  const answer = await get(path).expect(200);
  return (answer.body as { items: Record<string, unknown>[] }).items;
}
const numbersOf = async (path: string): Promise<unknown[]> => (await items(path)).map((ticket) => ticket['number']);

describe('who may ask', () => {
  it.each([
    ['nobody', {}],
    ['a wrong token', { Authorization: 'Bearer the-toke' }],
    ['another scheme', { Authorization: 'Basic the-token' }],
    ['an empty token', { Authorization: 'Bearer ' }],
  ])('%s gets 401 and nothing else', async (_who, headers) => {
    const answer = await request(app).get('/api/v1/tickets').set(headers).expect(401);
    expect(answer.body).toEqual({
      error: { code: 'unauthorized', message: 'A valid bearer token is needed.', details: {} },
    });
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('lets nobody in when no token is set', async () => {
    const closed = httpApp(log, [['/api/v1', apiRouter({ settings, clock }, settingsCaller(undefined))]]);
    await request(closed).get('/api/v1/tickets').set('Authorization', 'Bearer undefined').expect(401);
  });

  it('serves more than 50 requests at once', async () => {
    const many = await Promise.all(Array.from({ length: 60 }, () => get('/callbacks')));
    expect(many.map(({ status }) => status)).toEqual(Array.from({ length: 60 }, () => 200));
  });

  it('stops a flood of one caller', async () => {
    const guarded = httpApp(log, [['/', requireBearer(settingsCaller('t')), limitPerCaller(1)]]);
    const ask = () => request(guarded).get('/').set('Authorization', 'Bearer t');
    const flood = await Promise.all(Array.from({ length: 40 }, ask));
    const refused = flood.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(10);
    expect(refused[0]?.body).toMatchObject({ error: { code: 'rate_limited' } });
  });
});

describe('GET /tickets', () => {
  beforeEach(async () => {
    await Team.create({
      code: 'T1',
      nameZh: '北区抢修',
      nameEn: 'North crew',
      department: 'grid',
      regions: ['north'],
      categories: [],
      assignMode: 'roster',
      hours: null,
      slotMinutes: null,
      capacity: null,
    });
    await Person.create({
      code: '101',
      name: '王师傅',
      phone: '+8613900000101',
      phone2: null,
      role: 'technician',
      teamCode: 'T1',
      skills: [],
      language: 'zh-CN',
      pinHash: null,
      pinLockedUntil: null,
      pinPassedAt: null,
    });
    await createTicket(1);
    await createTicket(2, {
      state: 'accepted',
      priority: 'P0',
      kind: 'danger',
      regionCode: 'south',
      accountNo: '3301',
      teamCode: 'T1',
      personCode: '101',
      reporterName: '张三',
      reporterPhone: '+8613800001234',
      acceptedAt: at('02:05:00.500'),
      arrivalVerifiedBy: ['code', 'customer'],
      verificationCode: '123456',
    });
    await createTicket(3, {
      state: 'closed',
      stateReason: 'satisfied',
      priority: 'P3',
      summaryEn: '100% dark_hall',
      overall: 5,
    });
  });

  it('lists the newest first', async () => {
    expect(await numbersOf('/tickets')).toEqual([number(3), number(2), number(1)]);
  });

  it('shows a ticket flat, with names, times in milliseconds and the phone masked', async () => {
    const [ticket] = await items('/tickets?account=3301');
    expect(ticket).toEqual({
      number: number(2),
      kind: 'danger',
      category: 'lv',
      responsibility: 'OWN',
      priority: 'P0',
      state: 'accepted',
      stateReason: null,
      channel: 'phone',
      region: 'south',
      accountNo: '3301',
      place: 'home',
      summary: '家中停电',
      reporter: { name: '张三', phone: '+86*******1234', role: 'customer' },
      access: null,
      startedAt: null,
      reportedAt: '2026-03-01T02:00:02.123Z',
      arrivalDueAt: null,
      restoreDueAt: null,
      etaAt: null,
      acceptedAt: '2026-03-01T02:05:00.500Z',
      departedAt: null,
      arrivedAt: null,
      expectedRestoreAt: null,
      restoredAt: null,
      completedAt: null,
      closedAt: null,
      slaBreachedAt: null,
      updatedAt: '2026-03-01T03:00:02.000Z',
      arrivalVerifiedBy: ['code', 'customer'],
      team: { code: 'T1', name: '北区抢修' },
      person: { code: '101', name: '王师傅' },
      cause: null,
      result: null,
      chargeable: false,
      feeCents: null,
      warrantyClass: null,
      appointment: null,
      outage: null,
      parent: null,
      reopenedCount: 0,
      keyFollowup: false,
      satisfaction: {
        fixed: null,
        restoredTimeRight: null,
        quality: null,
        attitude: null,
        speed: null,
        overall: null,
        commentUrl: null,
      },
    });
  });

  it.each([
    ['state=closed', [3]],
    ['state=new,accepted', [2, 1]],
    ['kind=danger', [2]],
    ['region=south', [2]],
    ['region=south,north', [3, 2, 1]],
    ['priority=P0', [2]],
    ['priority=P1&state=new', [1]],
    ['account=3301', [2]],
    ['account=33', []],
    ['q=DARK', [3]],
    ['q=100%25', [3]],
    ['q=%25', [3]],
    ['q=k_h', [3]],
    ['q=%E5%BC%A0%E4%B8%89', [2]],
    ['q=1234', [2]],
    ['q=%2B8613800001234', [2]],
    ['q=13800001234', [2]],
    ['q=01234', []],
    ['q=3800', []],
    ['q=%2B861380000123', []],
    [`q=${number(1)}`, [1]],
    ['updatedSince=2026-03-01T03:00:02Z', [3, 2]],
    ['updatedSince=2026-03-01T11:00:02.001%2B08:00', [3]],
    ['updatedSince=2026-03-02', []],
  ])('finds by %s', async (query, serials) => {
    expect(await numbersOf(`/tickets?${query}`)).toEqual(serials.map(number));
  });

  it.each([
    ['émile ØSTER', [4]],
    ['ÉMILE', [4]],
    ['emile', []],
    ['ÉCOLE', []],
  ])('finds letters beyond ASCII in any case, on every database: %s', async (words, serials) => {
    await createTicket(4, { reporterName: 'ÉMILE Øster' });
    expect(await numbersOf(`/tickets?q=${encodeURIComponent(words)}`)).toEqual(serials.map(number));
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=x', 'limit'],
    ['q=%00', 'q'],
    ['region=%00', 'region'],
    ['state=open', 'state.0'],
    ['priority=p0', 'priority.0'],
    ['updatedSince=yesterday', 'updatedSince'],
    ['sort=number', ''],
    ['state=new&state=done', 'state'],
    ['q=', 'q'],
  ])('answers 400 to %s and says which', async (query, path) => {
    const answer = await get(`/tickets?${query}`).expect(400);
    expect(answer.body).toMatchObject({ error: { code: 'bad_request', details: { problems: [{ path }] } } });
  });

  it('walks the whole list by cursors, each ticket once, also those of one moment', async () => {
    for (let serial = 4; serial <= 9; serial += 1) await createTicket(serial, { reportedAt: at('02:00:09.999') });
    const seen: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const answer = await get(`/tickets?limit=2${cursor && `&cursor=${cursor}`}`).expect(200);
      const page = answer.body as { items: { number: string }[]; nextCursor: string | null };
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map((ticket) => ticket.number));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1].map(number));
  });

  it.each(['nonsense', Buffer.from('99 1; DROP').toString('base64url')])('refuses the cursor %s', async (cursor) => {
    await get(`/tickets?cursor=${cursor}`).expect(400);
  });

  it('gives 50 unless asked for more', async () => {
    await Promise.all(Array.from({ length: 58 }, (_, index) => createTicket(100 + index)));
    expect(await items('/tickets')).toHaveLength(50);
    expect(await items('/tickets?limit=200')).toHaveLength(61);
  });
});

describe('one ticket', () => {
  const attempt = {
    channel: 'call' as const,
    priorityRank: 10,
    toPhone: '+8613900000101',
    language: 'zh-CN',
    personCode: '101',
    pagingId: 1,
    callbackId: null,
    level: 1,
    round: 1,
    step: 0,
    flow: 'page',
    node: 'offer',
    body: null,
    outcome: null,
    errorCode: null,
    leaseUntil: null,
    heldUntil: null,
    heldBecause: null,
    sentAt: null,
    answeredAt: null,
    endedAt: null,
    carrierSid: null,
    createdAt: at('02:00:01.000'),
    dueAt: at('02:00:01.000'),
  };

  beforeEach(async () => {
    const { id: ticketId } = await createTicket(1, { callSid: 'CA1' });
    await createTicket(2);
    await TimelineEntry.create({
      ticketId,
      at: at('02:00:01.000'),
      type: 'reported',
      byKind: 'caller',
      byCode: null,
      byName: null,
      data: { channel: 'phone', contact: '+8613800001234' },
    });
    await TimelineEntry.create({
      ticketId,
      at: at('02:01:00.000'),
      type: 'accepted',
      byKind: 'person',
      byCode: '101',
      byName: '王师傅',
      data: { etaAt: '2026-03-01T02:40:00.000Z' },
    });
    await Attempt.create({
      ...attempt,
      ticketId,
      kind: 'page',
      state: 'ended',
      outcome: 'no_answer',
      sentAt: at('02:00:02.000'),
    });
    await Attempt.create({
      ...attempt,
      ticketId,
      kind: 'page',
      attemptNo: 2,
      state: 'due',
      heldUntil: at('02:02:00.000'),
      heldBecause: '2/2m',
    });
    await Attempt.create({ ...attempt, ticketId, kind: 'completion', state: 'due', pagingId: null });
    await Callback.create({
      ticketId,
      kind: 'completion',
      state: 'waiting',
      dueAt: at('04:00:00.000'),
      hardLimitAt: at('05:00:00.000'),
      lastOutcome: null,
      outcome: null,
      reason: null,
      language: 'zh-CN',
      createdAt: at('03:00:00.000'),
      finishedAt: null,
    });
    await Call.create({
      sid: 'CA1',
      direction: 'inbound',
      fromPhone: '+8613800001234',
      toPhone: '+8657195598',
      language: 'zh-CN',
      flow: 'caller',
      startedAt: at('01:59:00.000'),
      endedAt: null,
      status: 'in-progress',
      ticketId,
      personCode: null,
      accountNo: null,
      attemptId: null,
    });
    await Call.create({
      sid: 'CA2',
      direction: 'outbound',
      fromPhone: '+8657195598',
      toPhone: null,
      language: 'en',
      flow: 'page',
      startedAt: at('02:00:02.000'),
      endedAt: at('02:00:30.000'),
      status: 'completed',
      ticketId: null,
      personCode: '101',
      accountNo: null,
      attemptId: 1,
    });
    for (const [node, keys] of [
      ['main-menu', '1'],
      ['account', null],
    ] as const) {
      await CallStep.create({
        callSid: 'CA1',
        at: at('01:59:10.000'),
        flow: 'caller',
        node,
        input: keys ? 'keys' : 'silence',
        keys,
        token: null,
      });
    }
    await PromiseMade.create({
      ticketId,
      callSid: 'CA1',
      channel: 'phone',
      kind: 'arrival',
      promisedAt: at('02:45:00.000'),
      spokenAt: at('02:00:05.000'),
      keptAt: null,
      kept: null,
    });
  });

  it('carries everything that happened around it, and nothing of another ticket', async () => {
    const answer = await get(`/tickets/${number(1)}`).expect(200);
    expect(answer.body).toMatchObject({
      number: number(1),
      timeline: [
        {
          at: '2026-03-01T02:00:01.000Z',
          type: 'reported',
          by: { kind: 'caller', code: null, name: null },
          text: { zh: '收到报修（电话）', en: 'Reported by phone' },
          data: { contact: '+86*******1234' },
        },
        { type: 'accepted', by: { code: '101' }, text: { zh: '王师傅接单，预计03-01 10:40到达' } },
      ],
      pages: [
        {
          person: { code: '101' },
          attempt: 1,
          level: 1,
          state: 'ended',
          outcome: 'no_answer',
          sentAt: '2026-03-01T02:00:02.000Z',
        },
        { attempt: 2, state: 'due', heldUntil: '2026-03-01T02:02:00.000Z', heldBecause: '2/2m', sentAt: null },
      ],
      callbacks: [{ kind: 'completion', state: 'waiting', ticket: number(1), dueAt: '2026-03-01T04:00:00.000Z' }],
      calls: [
        {
          sid: 'CA1',
          from: '+86*******1234',
          nodes: [
            { node: 'main-menu', keys: '1' },
            { node: 'account', input: 'silence' },
          ],
        },
      ],
      promises: [{ kind: 'arrival', promisedAt: '2026-03-01T02:45:00.000Z', kept: null }],
    });
    const body = answer.body as Record<string, unknown[]>;
    expect(['timeline', 'pages', 'callbacks', 'calls', 'promises'].map((list) => body[list]?.length)).toEqual([
      2, 2, 1, 1, 1,
    ]);
    expect(answer.text).not.toMatch(/13800001234|13900000101/);
  });

  it('is empty around a ticket that nothing happened to', async () => {
    const answer = await get(`/tickets/${number(2)}`).expect(200);
    expect(answer.body).toMatchObject({ timeline: [], pages: [], callbacks: [], calls: [], promises: [] });
  });

  it('is 404 for a number that is none', async () => {
    const answer = await get('/tickets/99999999').expect(404);
    expect(answer.body).toMatchObject({ error: { code: 'not_found', details: { number: '99999999' } } });
  });

  it('lists calls with the nodes they walked, and one by its id', async () => {
    const calls = await items('/calls');
    expect(calls.map(({ sid }) => sid)).toEqual(['CA2', 'CA1']);
    expect(calls[1]).toMatchObject({
      ticket: number(1),
      nodes: [{ flow: 'caller', node: 'main-menu', input: 'keys', keys: '1' }, {}],
    });
    expect(calls[0]).toMatchObject({
      person: { code: '101', name: '101' },
      attempt: 1,
      nodes: [],
      endedAt: '2026-03-01T02:00:30.000Z',
    });
    expect((await get('/calls/CA1').expect(200)).body).toEqual(calls[1]);
    await CallStep.update({ keys: '13800001234' }, { where: { node: 'main-menu' } });
    const keysIn = async (query: string) =>
      ((await get(`/calls/CA1${query}`).expect(200)).body as { nodes: { keys: string }[] }).nodes[0]?.keys;
    expect(await keysIn('')).toBe('*******1234');
    expect(await keysIn('?phones=full')).toBe('13800001234');
    await get('/calls/CA9').expect(404);
    expect(await items(`/calls?ticket=${number(1)}`)).toHaveLength(1);
  });

  it('walks calls by cursors', async () => {
    const first = (await get('/calls?limit=1').expect(200)).body as { items: { sid: string }[]; nextCursor: string };
    const second = (await get(`/calls?limit=1&cursor=${first.nextCursor}`).expect(200)).body as typeof first;
    expect([first.items[0]?.sid, second.items[0]?.sid, second.nextCursor]).toEqual(['CA2', 'CA1', null]);
  });

  it('lists pages, not the other calls that we place', async () => {
    expect((await items('/pages')).map((page) => page['attempt'])).toEqual([2, 1]);
    expect(await items('/pages?state=due')).toHaveLength(1);
    expect(await items('/pages?person=102')).toEqual([]);
    expect(await items(`/pages?ticket=${number(2)}`)).toEqual([]);
    await get('/pages?ticket=99999999').expect(404);
  });

  it('lists callbacks', async () => {
    expect(await items('/callbacks?state=waiting,calling')).toMatchObject([
      { ticket: number(1), hardLimitAt: '2026-03-01T05:00:00.000Z' },
    ]);
    expect(await items('/callbacks?state=done')).toEqual([]);
  });

  it('lists the calls of every kind in one list, page by page, each once', async () => {
    const { id: ticketId } = await Ticket.findOne({ where: { number: number(1) }, rejectOnEmpty: true });
    const [createdAt, phone, language] = [at('03:00:00'), '+8613900000001', 'en'];
    const wish = { outageCode: 'O1', accountNo: '1', toPhone: null, language, createdAt, dueAt: null, answer: null };
    const open = { reason: null, toldEndAt: null, lastNewsAt: null, newsDueAt: null, finishedAt: null } as const;
    await OutageWish.create({ ...wish, ...open, ticketId, channel: 'call', state: 'due', attempts: 1 });
    await OutageWish.create({ ...wish, ...open, accountNo: '2', ticketId: 0, channel: 'text', state: 'done' });
    await NumberCheck.create({ ticketId, phone, state: 'refused', createdAt, finishedAt: createdAt });
    const nobody = { poke: () => undefined };
    const context = { ...nobody, clock: { ...clock, now: () => createdAt } } as unknown as Context;
    const check = { kind: 'danger_check', flow: 'danger-check', node: 'safe', priority: 'P0' } as const;
    for (const outcome of ['safe', 'no_key', null] as const) {
      const attempt = await queueCall(context, { ...check, toPhone: phone, language, ticketId });
      if (outcome !== null) await attempt.update({ state: 'ended', outcome, endedAt: createdAt, sentAt: createdAt });
    }
    const seen: string[] = [];
    let cursor = '';
    do {
      const answer = await get(`/callbacks?limit=2${cursor}`).expect(200);
      const page = answer.body as { items: { kind: string; state: string }[]; nextCursor: string | null };
      seen.push(...page.items.map(({ kind, state }) => `${kind} ${state}`));
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(seen.filter((one) => !one.startsWith('completion'))).toEqual([
      'restoration waiting',
      'number-check done',
      'danger-check waiting',
      'danger-check unreached',
      'danger-check done',
    ]);
    expect(seen).toContain('completion waiting');
    expect(await items('/callbacks?kind=danger-check,number-check&state=done')).toMatchObject([
      { kind: 'number-check', outcome: 'refused' },
      { kind: 'danger-check', outcome: 'safe', attempts: 1, ticket: number(1) },
    ]);
    await get('/callbacks?kind=survey').expect(400);
    await get('/callbacks?cursor=x').expect(400);
    await OutageWish.truncate();
    await NumberCheck.truncate();
    await Attempt.destroy({ where: { kind: 'danger_check' } });
  });
});

describe('when something is wrong', () => {
  it.each(['/tickets/%00', '/calls/%00', '/outages/%00'])('refuses %s', async (path) => {
    const response = await get(path);
    expect([response.status, response.body]).toMatchObject([400, { error: { code: 'bad_request' } }]);
  });

  it('unknown routes are 404 in JSON', async () => {
    const answer = await get('/nothing').expect(404);
    expect(answer.body).toEqual({
      error: {
        code: 'not_found',
        message: 'There is nothing here.',
        details: { method: 'GET', path: '/api/v1/nothing' },
      },
    });
  });

  it('a broken path is 400', async () => {
    await get('/tickets/%E0%A4%A').expect(400);
  });

  it('a bug is 500, logged, and tells nothing', async () => {
    const broken = httpApp(log, [
      [
        '/x',
        () => {
          throw new Error('secret detail');
        },
      ],
    ]);
    const answer = await request(broken).get('/x').expect(500);
    expect(answer.text).not.toContain('secret');
    expect(lines).toMatchObject([{ level: 'error', fields: { error: { message: 'secret detail' } } }]);
  });
});

it('describes itself, with the parameters that it checks', async () => {
  const answer = await request(app).get('/api/v1/openapi.json').expect(200);
  const { paths } = answer.body as {
    paths: Record<string, { get: { parameters: { name: string; schema: object }[] } }>;
  };
  expect(Object.keys(paths)).toEqual([
    '/tickets',
    '/tickets/{number}',
    '/calls',
    '/calls/{sid}',
    '/pages',
    '/callbacks',
    '/outages',
    '/outages/{code}',
    '/tasks',
    '/tasks/{id}/actions',
    '/optouts',
  ]);
  const parameters = paths['/tickets']!.get.parameters;
  expect(parameters.map(({ name }) => name)).toEqual([
    'state',
    'kind',
    'region',
    'priority',
    'account',
    'q',
    'updatedSince',
    'limit',
    'cursor',
  ]);
  expect(parameters.find(({ name }) => name === 'limit')?.schema).toMatchObject({
    minimum: 1,
    maximum: 200,
    default: 50,
  });
});
