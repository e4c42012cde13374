import { CALLER, CREW, NUMBER, startWorld, type World } from './program';

const DESK = '+8613900000009';
const numbers = (...all: string[]) => all.map((number) => `<Number>${number}</Number>`).join('');

describe('[15] Dial', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
    world.on('/after', '<Say>Dialled</Say><Pause length="60"/>');
  });
  afterEach(() => world.stop());

  const dials = (verbs: string) => {
    world.on('/voice', verbs);
    return world.emulator.phone(CALLER).dial();
  };
  const screened = (...numbers: string[]) =>
    `<Dial action="/after" timeout="20" callerId="${NUMBER}">${numbers.map((number) => `<Number url="/whisper">${number}</Number>`).join('')}</Dial>`;
  const outcome = () => world.at('/after')[0]?.params;

  it('bridges, and tells its action how it ended', async () => {
    await dials(`<Dial action="/after" callerId="${NUMBER}">${CREW}</Dial>`);
    const [caller, crew] = [world.emulator.phone(CALLER), world.emulator.phone(CREW)];
    expect(crew.rings).toMatchObject([{ from: NUMBER }]);
    await crew.answer();
    expect([caller.bridgedWith, crew.bridgedWith]).toEqual([CREW, CALLER]);
    await caller.says('is it coming back');
    expect(crew.lastHeard).toBe('is it coming back');
    await world.clock.advance(30_000);
    await crew.hangsUp();
    const child = world.emulator.calls[1];
    expect(child?.setup).toMatchObject({ direction: 'outbound-dial', parent: { sid: world.emulator.calls[0]?.sid } });
    expect(outcome()).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'true', DialCallSid: child?.sid });
    expect(Number(outcome()?.['DialCallDuration'])).toBeGreaterThanOrEqual(30);
    expect(caller).toMatchObject({ state: 'connected', lastHeard: 'Dialled', bridgedWith: null });
  });

  it.each([
    ['no-answer', async () => world.clock.advance(20_000)],
    ['busy', async () => world.emulator.phone(CREW).reject()],
  ])('reports %s', async (status, act) => {
    await dials(`<Dial action="/after" timeout="20">${CREW}</Dial><Say>Never</Say>`);
    await act();
    expect(outcome()).toMatchObject({ DialCallStatus: status, DialBridged: 'false' });
  });

  it('reports a phone that is off as failed, and goes on with the next verb without an action', async () => {
    world.emulator.phone(CREW).persona = 'unreachable';
    await dials(`<Dial>${CREW}</Dial><Say>Nobody there</Say>`);
    expect(world.emulator.phone(CALLER).lastHeard).toBe('Nobody there');
    expect(world.emulator.calls[1]?.status).toBe('failed');
  });

  it('rings nobody for what it cannot dial', async () => {
    await dials('<Dial><Conference>Room</Conference></Dial><Say>Went on</Say>');
    expect(world.emulator.phone(CALLER).lastHeard).toBe('Went on');
    expect(world.emulator.calls).toHaveLength(1);
    expect(world.emulator.debugger).toMatchObject([{ code: 12200, level: 'warning' }]);
  });

  it('runs the whisper on the called side before it connects', async () => {
    world.on('/whisper', '<Gather numDigits="1" action="/accept"><Say>Press 1 to take it</Say></Gather><Hangup/>');
    world.on('/accept', '');
    await dials(screened(CREW));
    const crew = world.emulator.phone(CREW);
    await crew.answer();
    expect(world.at('/whisper')[0]).toMatchObject({ signed: true, params: { To: CREW, Direction: 'outbound-dial' } });
    expect(world.at('/whisper')[0]?.params['ParentCallSid']).toBe(world.emulator.calls[0]?.sid);
    expect(crew).toMatchObject({ bridgedWith: null, lastHeard: 'Press 1 to take it' });
    await crew.presses('1');
    expect(crew.bridgedWith).toBe(CALLER);
  });

  it('does not connect when the whisper hangs up', async () => {
    world.on('/whisper', '<Gather numDigits="1" action="/accept"><Say>Press 1</Say></Gather><Hangup/>');
    world.on('/accept', '<Hangup/>');
    await dials(screened(CREW));
    await world.emulator.phone(CREW).answer();
    await world.emulator.phone(CREW).presses('2');
    expect(world.emulator.phone(CREW).state).toBe('idle');
    expect(outcome()).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'false' });
  });

  it('rings several together; the first through its whisper wins and the others are hung up', async () => {
    world.on('/whisper', '<Gather numDigits="1" action="/accept" timeout="30"/><Hangup/>');
    world.on('/accept', '');
    await dials(screened(CREW, DESK));
    const [crew, desk] = [world.emulator.phone(CREW), world.emulator.phone(DESK)];
    await crew.answer();
    await desk.answer();
    expect([crew.state, desk.state]).toEqual(['connected', 'connected']);
    await desk.presses('1');
    expect([crew.state, desk.bridgedWith]).toEqual(['idle', CALLER]);
    await world.emulator.phone(CALLER).hangsUp();
    expect(desk.state).toBe('idle');
    expect(outcome()).toMatchObject({ CallStatus: 'completed', DialCallStatus: 'completed', DialBridged: 'true' });
  });

  it('stops ringing when the caller hangs up', async () => {
    await dials(`<Dial action="/after">${CREW}</Dial>`);
    await world.emulator.phone(CALLER).hangsUp();
    expect(world.emulator.phone(CREW).state).toBe('idle');
    expect(world.emulator.calls[1]?.status).toBe('canceled');
    expect(outcome()).toMatchObject({ DialCallStatus: 'canceled' });
  });

  it('ends at its time limit, or at * where that is allowed', async () => {
    await dials(
      `<Dial timeLimit="60" hangupOnStar="true">${CREW}</Dial><Say>First is over</Say><Dial timeLimit="60">${DESK}</Dial><Say>Second too</Say>`,
    );
    const caller = world.emulator.phone(CALLER);
    await world.emulator.phone(CREW).answer();
    await caller.presses('*');
    expect(caller.lastHeard).toBe('First is over');
    await caller.listens();
    await world.emulator.phone(DESK).answer();
    await caller.presses('*');
    expect(caller.bridgedWith).toBe(DESK);
    await world.clock.advance(60_000);
    expect(caller.bridgedWith).toBeNull();
  });

  it('lets the program send the called side elsewhere', async () => {
    world.on('/elsewhere', '<Say>Elsewhere</Say><Pause length="60"/>');
    await dials(`<Dial action="/after">${CREW}</Dial>`);
    await world.emulator.phone(CREW).answer();
    await world.client.calls(world.emulator.calls[1]!.sid).update({ url: `${world.base}/elsewhere` });
    await world.clock.settle();
    expect(world.emulator.phone(CREW)).toMatchObject({ state: 'connected', lastHeard: 'Elsewhere', bridgedWith: null });
    expect(world.emulator.phone(CALLER).lastHeard).toBe('Dialled');
  });

  it('rings one after another when told so, each for the whole time', async () => {
    world.on('/voice', `<Dial action="/after" timeout="20" sequential="true">${numbers(CREW, DESK)}</Dial>`);
    await world.emulator.phone(CALLER).dial();
    const [crew, desk] = [world.emulator.phone(CREW), world.emulator.phone(DESK)];
    expect([crew.state, desk.state]).toEqual(['ringing', 'idle']);
    await world.clock.advance(20_000);
    expect([crew.state, desk.state]).toEqual(['idle', 'ringing']);
    await desk.answer();
    expect(desk.bridgedWith).toBe(CALLER);
    await desk.hangsUp();
    expect(outcome()).toMatchObject({ DialCallStatus: 'completed', DialCallSid: world.emulator.calls[2]?.sid });
  });

  it('rings nobody else when the caller has gone', async () => {
    world.on('/voice', `<Dial timeout="20" sequential="true">${numbers(CREW, DESK)}</Dial>`);
    await world.emulator.phone(CALLER).dial();
    await world.emulator.phone(CALLER).hangsUp();
    expect(world.emulator.phone(DESK).rings).toEqual([]);
    expect(world.emulator.calls).toHaveLength(2);
  });

  it('is an error for what is no number', async () => {
    await dials('<Dial action="/after">nobody</Dial>');
    expect(outcome()).toMatchObject({ DialCallStatus: 'failed' });
    expect(world.emulator.debugger).toMatchObject([{ level: 'error', code: 13223 }]);
  });

  it.each([
    ['record-from-answer', 1, '10'],
    ['record-from-ringing-dual', 2, '15'],
  ])('[14] takes down what is said with %s', async (record, channels, duration) => {
    await dials(
      `<Dial action="/after" record="${record}" recordingStatusCallback="/recorded" recordingStatusCallbackEvent="in-progress completed">${CREW}</Dial>`,
    );
    await world.clock.advance(5000);
    const crew = world.emulator.phone(CREW);
    await crew.answer();
    await world.emulator.phone(CALLER).says('is it coming');
    await crew.says('yes');
    await world.clock.advance(9000);
    await crew.hangsUp();
    const [recording] = world.emulator.recordings;
    expect(recording).toMatchObject({
      ...{ source: 'DialVerb', channels, words: 'is it coming yes', callSid: world.emulator.calls[0]?.sid },
    });
    expect(outcome()).toMatchObject({ RecordingDuration: duration, RecordingSid: recording?.sid });
    await world.clock.advance(2000);
    expect(world.at('/recorded').map(({ params }) => params)).toMatchObject([
      { RecordingStatus: 'in-progress', RecordingSource: 'DialVerb' },
      { RecordingStatus: 'completed', RecordingUrl: outcome()?.['RecordingUrl'] },
    ]);
  });

  it('takes nothing down when nobody answers', async () => {
    await dials(`<Dial action="/after" timeout="5" record="record-from-ringing">${CREW}</Dial>`);
    await world.clock.advance(5000);
    expect(outcome()).not.toHaveProperty('RecordingUrl');
    expect(world.emulator.recordings).toEqual([]);
  });
});
