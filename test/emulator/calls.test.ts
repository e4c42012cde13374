import { CALLER, CREW, NUMBER, startWorld, type World } from './program';

const ALL_EVENTS = ['initiated', 'ringing', 'answered', 'completed'];

describe('inbound calls', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.stop());

  it("carry Twilio's fields: ringing at first, empty places included", async () => {
    world.on('/voice', '<Redirect>/second</Redirect>');
    world.on('/second', '<Say>Hello</Say><Redirect>/third</Redirect>');
    world.on('/third', '<Pause length="5"/>');
    const phone = world.emulator.phone(CALLER);
    await phone.dial();
    await world.clock.advance(1000);
    const [first] = world.at('/voice');
    expect(first).toMatchObject({ method: 'POST', signed: true });
    expect(first?.params).toMatchObject({
      CallStatus: 'ringing',
      Direction: 'inbound',
      From: CALLER,
      Caller: CALLER,
      To: NUMBER,
      Called: NUMBER,
      ApiVersion: '2010-04-01',
      FromCity: '',
      CalledCountry: '',
    });
    expect(first?.params['CallSid']).toMatch(/^CA[0-9a-f]{32}$/);
    expect(world.at('/second')[0]?.params['CallStatus']).toBe('ringing');
    expect(world.at('/third')[0]?.params['CallStatus']).toBe('in-progress');
  });

  it('may withhold the number', async () => {
    world.on('/voice', '<Pause/>');
    await world.emulator.phone(CALLER).dial(undefined, { withheld: true });
    expect(world.at('/voice')[0]?.params['From']).toBe('anonymous');
    expect(world.emulator.phone(CALLER).state).toBe('dialing');
  });

  it('end with one completed callback that says how long they were', async () => {
    world.on('/voice', '<Say>x</Say><Pause length="60"/>');
    const phone = world.emulator.phone(CALLER);
    await phone.dial();
    await world.clock.advance(12_400);
    await phone.hangsUp();
    expect(phone.state).toBe('idle');
    expect(world.at('/status').map(({ params }) => params)).toEqual([
      expect.objectContaining({
        CallStatus: 'completed',
        CallDuration: '13',
        SequenceNumber: '0',
        CallbackSource: 'call-progress-events',
        Timestamp: 'Sun, 01 Mar 2026 02:00:12 +0000',
      }),
    ]);
    expect(world.at('/status')[0]?.signed).toBe(true);
  });

  it('[9] are not answered by a leading Pause', async () => {
    world.on('/voice', '<Pause length="3"/><Say>Hello</Say><Pause length="9"/>');
    const phone = world.emulator.phone(CALLER);
    await phone.dial();
    await world.clock.advance(2999);
    expect(phone.state).toBe('dialing');
    await world.clock.advance(1);
    expect(phone).toMatchObject({ state: 'connected', lastHeard: 'Hello' });
  });

  it.each([
    ['<Reject/>', 'no-answer'],
    ['<Reject reason="busy"/>', 'busy'],
  ])('[9] %s refuses unanswered, and is billed no time', async (verb, status) => {
    world.on('/voice', verb);
    await world.emulator.phone(CALLER).dial();
    expect(world.emulator.calls[0]).toMatchObject({ status, answeredAt: null });
    expect(world.at('/status')[0]?.params).toMatchObject({ CallStatus: status, CallDuration: '0' });
  });

  it('end when the document runs out, or hangs up', async () => {
    world.on('/voice', '<Say>Bye</Say><Hangup/><Say>Never</Say>');
    const phone = world.emulator.phone(CALLER);
    await phone.dial();
    await phone.listens();
    expect(phone.state).toBe('idle');
    expect(phone.lastHeard).toBe('Bye');
    expect(world.emulator.calls[0]?.status).toBe('completed');
  });

  it('speak as long as the words take, in Mandarin and English', async () => {
    world.on('/voice', `<Say language="cmn-CN">${'停'.repeat(46)}</Say><Say>${'a'.repeat(150)}</Say>`);
    const phone = world.emulator.phone(CALLER);
    await phone.dial();
    await world.clock.advance(9999);
    expect(phone.heard).toHaveLength(1);
    await world.clock.advance(2);
    expect(phone.heard.map(({ language }) => language)).toEqual(['cmn-CN', 'en-US']);
    await world.clock.advance(10_000);
    expect(phone.state).toBe('idle');
  });

  it('throw when a phone does what it cannot', async () => {
    const phone = world.emulator.phone(CALLER);
    await expect(phone.answer()).rejects.toThrow('cannot answer: it is idle');
    await expect(phone.presses('1')).rejects.toThrow('cannot press a key: it is idle');
    await expect(phone.presses('x')).rejects.toThrow("No such keys: 'x'");
  });
});

describe('outbound calls', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
    world.on('/page', '<Gather numDigits="1" action="/taken"><Say>Press 1</Say></Gather>');
    world.on('/taken', '<Say>It is yours</Say>');
  });
  afterEach(() => world.stop());

  const place = async (more: object = {}) => {
    const created = await world.client.calls.create({
      to: CREW,
      from: NUMBER,
      url: `${world.base}/page?attempt=7`,
      statusCallback: `${world.base}/events`,
      statusCallbackEvent: ALL_EVENTS,
      timeout: 25,
      ...more,
    });
    await world.clock.settle();
    return created;
  };
  const answered = async () => {
    await world.emulator.phone(CREW).answer();
    return world.emulator.phone(CREW);
  };
  const events = () => world.at('/events').map(({ params }) => params['CallStatus']);

  it('[10] [11] ring, are answered, run their document and report each step in order', async () => {
    const created = await place();
    expect(created.status).toBe('queued');
    const phone = world.emulator.phone(CREW);
    expect(phone).toMatchObject({ state: 'ringing', rings: [{ from: NUMBER, callSid: created.sid }] });
    await phone.answer();
    expect(world.at('/page')[0]).toMatchObject({
      signed: true,
      query: { attempt: '7' },
      params: { CallSid: created.sid, CallStatus: 'in-progress', Direction: 'outbound-api', To: CREW },
    });
    await phone.presses('1');
    await phone.listens();
    expect(phone.lastHeard).toBe('It is yours');
    await world.clock.advance(5000);
    expect(events()).toEqual(['initiated', 'ringing', 'in-progress', 'completed']);
    expect(world.at('/events').map(({ params }) => params['SequenceNumber'])).toEqual(['0', '1', '2', '3']);
    expect(new Set(world.received.map(({ token }) => token)).size).toBe(world.received.length);
  });

  it('[11] ring no longer than their Timeout', async () => {
    await place();
    await world.clock.advance(24_999);
    expect(world.emulator.phone(CREW).state).toBe('ringing');
    await world.clock.advance(1);
    expect(events()).toEqual(['initiated', 'ringing', 'no-answer']);
  });

  it('[11] find a phone that rejects, is in use, or is off', async () => {
    await place();
    await place();
    await world.emulator.phone(CREW).reject();
    world.emulator.phone(CREW).persona = 'unreachable';
    await place();
    expect(world.emulator.calls.map(({ status }) => status)).toEqual(['busy', 'busy', 'failed']);
    expect(world.at('/events').filter(({ params }) => params['CallStatus'] === 'failed')).toHaveLength(1);
  });

  it.each<[string, string, (sid: string) => Promise<unknown>]>([
    ['a call that was answered', 'completed', async () => (await answered()).hangsUp()],
    ['a phone in use or rejected', 'busy', () => world.emulator.phone(CREW).reject()],
    ['a phone that nobody answers', 'no-answer', () => world.clock.advance(25_000)],
    ['one that is called off', 'canceled', (sid) => world.client.calls(sid).update({ status: 'canceled' })],
  ])('[11] tell one completed event of %s', async (_name, status, end) => {
    const { sid } = await place({ statusCallbackEvent: ['completed'] });
    await end(sid);
    await world.clock.settle();
    expect(events()).toEqual([status]);
  });

  it('meet a voicemail that answers and presses nothing', async () => {
    world.emulator.phone(CREW).persona = 'machine';
    await place({ machineDetection: 'Enable' });
    await world.clock.advance(5000);
    expect(world.at('/page')[0]?.params).toMatchObject({ AnsweredBy: 'machine_start' });
    await world.clock.advance(20_000);
    expect(world.emulator.calls[0]).toMatchObject({ status: 'completed', answeredBy: 'machine_start' });
    expect(world.at('/taken')).toHaveLength(0);
  });

  it('tell a person from a machine', async () => {
    await place({ machineDetection: 'Enable' });
    await world.emulator.phone(CREW).answer();
    expect(world.at('/page')[0]?.params).toMatchObject({ AnsweredBy: 'human' });
  });

  it('run TwiML of the request itself, where actions must be absolute', async () => {
    await place({ url: undefined, twiml: '<Response><Say>Inline</Say><Gather action="/relative"/></Response>' });
    const phone = world.emulator.phone(CREW);
    await phone.answer();
    expect(phone.lastHeard).toBe('Inline');
    await phone.listens();
    expect(world.emulator.debugger).toMatchObject([{ code: 11100 }]);
  });

  it('[16] are ended, cancelled and sent elsewhere by REST', async () => {
    const ringing = await place();
    await world.client.calls(ringing.sid).update({ status: 'canceled' });
    expect(world.emulator.phone(CREW).state).toBe('idle');
    await expect(world.client.calls(ringing.sid).update({ status: 'completed' })).rejects.toMatchObject({
      code: 21220,
    });

    const second = await place();
    await world.emulator.phone(CREW).answer();
    await expect(world.client.calls(second.sid).update({ status: 'canceled' })).rejects.toMatchObject({ code: 21220 });
    await world.client.calls(second.sid).update({ url: `${world.base}/taken` });
    await world.clock.settle();
    expect(world.emulator.phone(CREW).lastHeard).toContain('It is yours');
    await world.client.calls(second.sid).update({ status: 'completed' });
    expect((await world.client.calls(second.sid).fetch()).status).toBe('completed');
    await expect(world.client.calls(second.sid).update({ url: `${world.base}/taken` })).rejects.toMatchObject({
      code: 21220,
    });
  });

  it('start one after another when calls per second are limited', async () => {
    await world.stop();
    world = await startWorld({ callsPerSecond: 1 });
    const times = [await place(), await place({ to: CALLER })].map(({ queueTime }) => queueTime);
    expect(times).toEqual(['0', '1000']);
    expect(world.emulator.phone(CALLER).state).toBe('idle');
    await world.clock.advance(1000);
    expect(world.emulator.phone(CALLER).state).toBe('ringing');
  });

  it('can be answered by a script while time goes on', async () => {
    world.emulator.onRing(async (phone) => {
      await phone.answer();
      await phone.listens();
      await phone.presses('1');
    });
    await place();
    await world.clock.advance(60_000);
    expect(world.at('/taken')).toHaveLength(1);
    expect(world.emulator.calls[0]?.status).toBe('completed');
  });
});
