import { CALLER, CREW, NUMBER, startWorld, type World } from './program';

const SECOND = '+8613800000002';
const WAITING = '<Say>You are waiting</Say><Pause length="10"/>';

describe('[13] a queue', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
    world.on('/voice', '<Enqueue action="/left" waitUrl="/wait">support</Enqueue><Say>Next verb</Say>');
    world.on('/wait', WAITING);
    world.on('/left', '<Say>Out of the queue</Say><Pause length="60"/>');
    world.on('/agent', '<Dial action="/agent-done" timeout="30"><Queue url="/whisper">support</Queue></Dial>');
    world.on('/agent-done', '<Pause length="60"/>');
    world.on('/whisper', '<Say>An agent comes</Say>');
  });
  afterEach(() => world.stop());

  const dials = async (number: string) => {
    const phone = world.emulator.phone(number);
    await phone.dial();
    return phone;
  };
  const agent = async () => {
    await world.client.calls.create({ to: CREW, from: NUMBER, url: `${world.base}/agent` });
    await world.clock.settle();
    const phone = world.emulator.phone(CREW);
    await phone.answer();
    return phone;
  };
  const results = () => world.at('/left').map(({ params }) => params['QueueResult']);
  const support = async () => (await world.client.queues.list())[0]!;

  it('is made by its name, and plays its waitUrl again and again with the position and times', async () => {
    const phone = await dials(CALLER);
    expect(phone).toMatchObject({ state: 'connected', lastHeard: 'You are waiting' });
    await world.clock.advance(4000);
    await dials(SECOND);
    await world.clock.advance(20_000);
    const { sid } = await support();
    const [first, second] = world.at('/wait').map(({ params }) => params);
    expect(first).toMatchObject({
      ...{ QueueSid: sid, QueuePosition: '1', QueueTime: '0', AvgQueueTime: '0' },
      ...{ CurrentQueueSize: '1', MaxQueueSize: '1000', CallStatus: 'in-progress', From: CALLER },
    });
    expect(second).toMatchObject({ QueuePosition: '2', CurrentQueueSize: '2', AvgQueueTime: '2', From: SECOND });
    const rounds = world.at('/wait').filter(({ params }) => params['From'] === CALLER);
    expect(rounds.map(({ params }) => params['QueueTime'])).toEqual(['0', '11', '22']);
    expect(rounds.every(({ signed, method }) => signed && method === 'POST')).toBe(true);
  });

  it('asks for a waitUrl that takes no time once a second', async () => {
    world.on('/wait', '');
    await dials(CALLER);
    await world.clock.advance(3500);
    expect(world.at('/wait')).toHaveLength(4);
  });

  it.each([
    ['silence', 'waitUrl=""', []],
    ['music', '', ['hold music']],
  ])('plays %s', async (_name, attribute, played) => {
    world.on('/voice', `<Enqueue ${attribute}>support</Enqueue>`);
    const phone = await dials(CALLER);
    await world.clock.advance(3_600_000);
    expect(phone.state).toBe('connected');
    const sounds = phone.transcript.filter(({ kind }) => kind === 'play');
    expect(sounds.map(({ text }) => text)).toEqual(played);
    expect(world.received).toHaveLength(1);
  });

  it('takes keys while it plays, returns to the waitUrl, and lets the caller leave', async () => {
    world.on('/wait', '<Gather numDigits="1" action="/key"><Say>1 to leave</Say><Pause length="9"/></Gather>');
    world.on('/key', (received, response) => {
      const verbs = received.params['Digits'] === '1' ? '<Leave/>' : '<Say>Stay then</Say>';
      response.type('xml').send(`<Response>${verbs}</Response>`);
    });
    const phone = await dials(CALLER);
    await phone.presses('2');
    expect(phone.lastHeard).toContain('Stay then');
    await world.clock.advance(3000);
    expect(world.at('/wait')).toHaveLength(2);
    await phone.presses('1');
    expect(world.at('/left')[0]).toMatchObject({ signed: true, params: { QueueResult: 'leave', QueueTime: '3' } });
    expect(phone.lastHeard).toBe('Out of the queue');
  });

  it('goes on with the next verb when there is no action', async () => {
    world.on('/voice', '<Enqueue waitUrl="/wait">support</Enqueue><Say>Next verb</Say><Pause length="9"/>');
    world.on('/wait', '<Leave/>');
    expect((await dials(CALLER)).lastHeard).toBe('Next verb');
  });

  it('is told of a caller who hangs up', async () => {
    const phone = await dials(CALLER);
    await world.clock.advance(7000);
    await phone.hangsUp();
    expect(world.at('/left')[0]?.params).toMatchObject({
      ...{ QueueResult: 'hangup', QueueTime: '7', CallStatus: 'completed' },
    });
    expect((await support()).currentSize).toBe(0);
  });

  it('refuses when it is full', async () => {
    await world.client.queues.create({ friendlyName: 'support', maxSize: 1 });
    await dials(CALLER);
    const phone = await dials(SECOND);
    expect(results()).toEqual(['queue-full']);
    expect(world.at('/left')[0]?.params).not.toHaveProperty('QueueSid');
    expect(phone.lastHeard).toBe('Out of the queue');
  });

  it.each([
    ['a waitUrl that cannot be had', '<Enqueue action="/left" waitUrl="/missing">support</Enqueue>', 11200],
    ['no name', '<Enqueue action="/left"/>', 14204],
    ['a long name', `<Enqueue action="/left">${'x'.repeat(65)}</Enqueue>`, 14205],
  ])('answers an error for %s', async (_name, verbs, code) => {
    world.on('/voice', verbs);
    const phone = await dials(CALLER);
    expect(results()).toEqual(['error']);
    expect(phone.lastHeard).toBe('Out of the queue');
    expect(world.emulator.debugger).toMatchObject([{ code }]);
  });

  it('plays only what may be played in it', async () => {
    world.on('/wait', `<Dial>${CREW}</Dial><Say>You are waiting</Say><Pause length="9"/>`);
    const phone = await dials(CALLER);
    expect(phone.lastHeard).toBe('You are waiting');
    expect(world.emulator.calls).toHaveLength(1);
    expect(world.emulator.debugger).toMatchObject([{ code: 12200, level: 'warning' }]);
  });

  it('gives its first caller to a Dial, after the whisper, and tells both sides at the end', async () => {
    const caller = await dials(CALLER);
    await dials(SECOND);
    await world.clock.advance(20_000);
    const crew = await agent();
    expect(caller.lastHeard).toBe('You are waiting You are waiting An agent comes');
    expect(world.at('/whisper')[0]).toMatchObject({
      signed: true,
      params: { QueueTime: '20', DequeingCallSid: crew.call?.sid, CallSid: caller.call?.sid },
    });
    await world.clock.advance(2000);
    expect([caller.bridgedWith, crew.bridgedWith]).toEqual([CREW, CALLER]);
    expect((await support()).currentSize).toBe(1);
    await crew.says('how can I help');
    expect(caller.lastHeard).toContain('how can I help');
    await world.clock.advance(10_000);
    expect(world.at('/left')).toHaveLength(0);
    const { sid } = caller.call!;
    await crew.hangsUp();
    expect(world.at('/left')[0]?.params).toMatchObject({ QueueResult: 'bridged', QueueTime: '20', CallSid: sid });
    expect([caller.state, caller.bridgedWith]).toEqual(['connected', null]);
    expect(caller.lastHeard).toContain('Out of the queue');
    const [done] = world.at('/agent-done');
    expect(done?.params).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'true', DialCallSid: sid });
    expect(Number(done?.params['DialCallDuration'])).toBeGreaterThanOrEqual(10);
  });

  it('lets the Dial go on when the caller hangs up', async () => {
    const caller = await dials(CALLER);
    const crew = await agent();
    await world.clock.advance(2000);
    await caller.hangsUp();
    expect(results()).toEqual(['bridged']);
    expect(crew).toMatchObject({ state: 'connected', bridgedWith: null });
    expect(world.at('/agent-done')[0]?.params['DialCallStatus']).toBe('completed');
  });

  it('passes to the next caller when the first hangs up in the whisper', async () => {
    const caller = await dials(CALLER);
    const second = await dials(SECOND);
    const crew = await agent();
    await caller.hangsUp();
    expect(results()).toEqual(['bridging-in-process']);
    await world.clock.advance(2000);
    expect([second.bridgedWith, crew.bridgedWith]).toEqual([CREW, SECOND]);
  });

  it('lets a Dial wait for somebody to come', async () => {
    await world.client.queues.create({ friendlyName: 'support' });
    const crew = await agent();
    await world.clock.advance(20_000);
    const caller = await dials(CALLER);
    await world.clock.advance(2000);
    expect(crew.bridgedWith).toBe(caller.number);
  });

  it.each([
    ['nobody comes', true, 'no-answer'],
    ['there is no such queue', false, 'failed'],
  ])('answers a Dial when %s', async (_name, exists, status) => {
    if (exists) await world.client.queues.create({ friendlyName: 'support' });
    await agent();
    await world.clock.advance(exists ? 30_000 : 0);
    expect(world.at('/agent-done')[0]?.params).toMatchObject({ DialCallStatus: status, DialBridged: 'false' });
  });

  it('forgets a Dial that gave up waiting', async () => {
    await world.client.queues.create({ friendlyName: 'support' });
    const crew = await agent();
    await crew.hangsUp();
    expect(world.at('/agent-done')[0]?.params).toMatchObject({ DialCallStatus: 'canceled', CallStatus: 'completed' });
    const caller = await dials(CALLER);
    await world.clock.advance(60_000);
    expect(caller).toMatchObject({ state: 'connected', bridgedWith: null });
    expect((await support()).currentSize).toBe(1);
  });

  it('gives its members to the REST API: all, one, the front one, and takes them out', async () => {
    const caller = await dials(CALLER);
    await world.clock.advance(5000);
    const second = await dials(SECOND);
    world.on('/elsewhere', '<Say>Elsewhere</Say><Pause length="60"/>');
    const { sid, currentSize, averageWaitTime } = await support();
    expect([currentSize, averageWaitTime]).toEqual([2, 2]);
    const { members } = world.client.queues(sid);
    expect((await members.list()).map(({ position, callSid }) => [position, callSid])).toEqual([
      [1, caller.call?.sid],
      [2, second.call?.sid],
    ]);
    expect(await members('Front').fetch()).toMatchObject({ callSid: caller.call?.sid, position: 1, waitTime: 5 });
    await members('Front').update({ url: `${world.base}/elsewhere`, method: 'GET' });
    await world.clock.settle();
    expect(world.at('/elsewhere')[0]).toMatchObject({ method: 'GET', signed: true });
    expect(caller.lastHeard).toContain('Elsewhere');
    expect(world.at('/left')[0]?.params).toMatchObject({ QueueResult: 'redirected', QueueTime: '5' });
    await members(second.call!.sid).update({ url: `${world.base}/elsewhere` });
    await world.clock.settle();
    expect(second.lastHeard).toContain('Elsewhere');
    await expect(members('Front').fetch()).rejects.toMatchObject({ code: 20404 });
    await expect(members('Front').update({ url: world.base })).rejects.toMatchObject({ code: 20404 });
  });

  it('tells of a caller who is sent elsewhere out of a bridge', async () => {
    world.on('/elsewhere', '<Say>Elsewhere</Say><Pause length="60"/>');
    const caller = await dials(CALLER);
    const crew = await agent();
    await world.clock.advance(2000);
    await world.client.calls(caller.call!.sid).update({ url: `${world.base}/elsewhere` });
    await world.clock.settle();
    expect(results()).toEqual(['redirected-from-bridged']);
    expect(caller.bridgedWith).toBeNull();
    expect(caller.lastHeard).toContain('Elsewhere');
    expect(crew).toMatchObject({ state: 'connected', bridgedWith: null });
  });

  it('is created, changed, and deleted only when it is empty', async () => {
    const { queues } = world.client;
    const { sid } = await queues.create({ friendlyName: 'support', maxSize: 7 });
    expect(await queues(sid).update({ friendlyName: 'billing', maxSize: 8 })).toMatchObject({
      ...{ sid, friendlyName: 'billing', maxSize: 8, currentSize: 0, averageWaitTime: 0 },
    });
    await queues(sid).update({ friendlyName: 'support' });
    await expect(queues.create({ friendlyName: 'support' })).rejects.toMatchObject({ status: 400, code: 22003 });
    await expect(queues.create({ friendlyName: 'x'.repeat(65) })).rejects.toMatchObject({ code: 20002 });
    await expect(queues.create({ friendlyName: 'y', maxSize: 5001 })).rejects.toMatchObject({ code: 20001 });
    const caller = await dials(CALLER);
    await expect(queues(sid).remove()).rejects.toMatchObject({ status: 400 });
    await caller.hangsUp();
    await queues(sid).remove();
    await expect(queues(sid).fetch()).rejects.toMatchObject({ code: 20404 });
    expect(await queues.list()).toEqual([]);
  });
});
