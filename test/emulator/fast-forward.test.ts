import { type Clock, elapse, realClock } from '../../emulator/clock';
import { ShiftedClock } from '../../emulator/shifted-clock';
import { CREW, NUMBER, startWorld, type World } from './program';

const MINUTE = 60_000;
/** The clock under test goes at the pace of real time, which must really go by here. */
const pause = (ms: number): Promise<void> => elapse(realClock, ms);
type State = Readonly<{ now: string; shiftMs: number; forwarding: boolean }>;

describe('a clock that is moved forward', () => {
  it('runs what has fallen due in order of time, then of setting, and leaves the rest at its distance', async () => {
    const set: { ms: number; task: () => void }[] = [];
    const base: Clock = {
      now: () => new Date('2026-03-01T00:00:00Z'),
      after: (ms, task) => {
        const timer = { ms, task };
        set.push(timer);
        return () => set.splice(set.indexOf(timer), 1);
      },
    };
    const clock = new ShiftedClock(base);
    const log: string[] = [];
    for (const [name, ms] of [
      ['c', 3000],
      ['a', 1000],
      ['b', 1000],
      ['late', 9000],
    ] as const) {
      clock.after(ms, () => log.push(name));
    }
    clock.after(500, () => log.push('cancelled'))();
    expect(clock.nextAt()).toEqual(new Date('2026-03-01T00:00:01Z'));
    await clock.shift(4000);
    expect(clock.now()).toEqual(new Date('2026-03-01T00:00:04Z'));
    expect(set.map(({ ms }) => ms)).toEqual([0, 0, 0, 5000]);
    for (const timer of set.splice(0, 3)) timer.task();
    expect(log).toEqual(['a', 'b', 'c']);
    expect(clock.nextAt()).toEqual(new Date('2026-03-01T00:00:09Z'));
  });
});

describe('time in the emulator', () => {
  let world: World;
  let clock: ShiftedClock;
  beforeEach(async () => {
    clock = new ShiftedClock(realClock);
    world = await startWorld({ clock });
  });
  afterEach(() => world.stop());

  const get = async () => (await (await fetch(`${world.emulatorUrl}/clock`)).json()) as State;
  const post = async (path: string, body: object = {}) => {
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(`${world.emulatorUrl}/clock/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as State & { error?: string } };
  };
  const over = async (): Promise<State> => {
    const state = await get();
    if (!state.forwarding) return state;
    await pause(10);
    return over();
  };

  it('goes forward by as many minutes as it is told, and goes on from there', async () => {
    const before = realClock.now().getTime();
    expect((await post('forward', { minutes: 30 })).body).toMatchObject({ forwarding: true });
    const state = await over();
    expect(state.shiftMs).toBeGreaterThan(29.5 * MINUTE);
    expect(state.shiftMs).toBeLessThanOrEqual(30 * MINUTE);
    expect(Date.parse(state.now) - before).toBeGreaterThanOrEqual(30 * MINUTE);
    expect((await get()).shiftMs).toBe(state.shiftMs);
    expect(realClock.now().getTime() - before).toBeLessThan(30_000);
  });

  it('lets a long call end at its own moments, each webhook answered before the next is due', async () => {
    const answeredAt: number[] = [];
    world.on('/voice', '<Pause length="600"/><Redirect>/slow</Redirect>');
    world.on('/slow', (_request, response) => {
      void pause(150).then(() => {
        answeredAt.push(clock.now().getTime());
        response.type('text/xml').send('<Response><Pause length="60"/></Response>');
      });
    });
    const caller = world.emulator.phone('+8613800000001');
    await caller.dial();
    const began = clock.now().getTime();
    await post('forward', { minutes: 60 });
    await over();
    const [call] = world.emulator.calls;
    expect(answeredAt[0]! - began - 600_000).toBeLessThan(2000);
    expect(call).toMatchObject({ status: 'completed' });
    expect(call!.seconds - 660).toBeLessThan(3);
    expect(world.at('/status').at(-1)!.params['Timestamp']).toMatch(call!.endedAt!.toUTCString().slice(0, 22));
  });

  it('stops when a phone rings, which then rings in real time', async () => {
    world.on('/voice', '<Pause length="1200"/><Dial timeout="25"><Number>' + CREW + '</Number></Dial>');
    await world.emulator.phone('+8613800000001').dial();
    await post('forward', { minutes: 60 });
    const state = await over();
    const crew = world.emulator.phone(CREW);
    expect(crew.state).toBe('ringing');
    expect(state.shiftMs / MINUTE).toBeCloseTo(20, 1);
    await crew.answer();
    expect(crew.state).toBe('connected');
  });

  it('goes past a voicemail, which answers by itself', async () => {
    world.on('/late', '<Hangup/>');
    world.emulator.phone(CREW).persona = 'machine';
    await world.client.calls.create({ to: CREW, from: NUMBER, url: `${world.base}/late`, timeout: 25 });
    await post('forward', { minutes: 2 });
    expect((await over()).shiftMs).toBeGreaterThan(1.9 * MINUTE);
    expect(world.emulator.calls).toMatchObject([{ status: 'completed' }]);
  });

  it('stops when it is told to, and tells every change in a stream', async () => {
    const abort = new AbortController();
    const stream = await fetch(`${world.emulatorUrl}/clock/events`, { signal: abort.signal });
    const told: State[] = [];
    const reading = (async () => {
      for await (const chunk of stream.body!) {
        for (const [, data] of new TextDecoder().decode(chunk).matchAll(/^data: (.*)$/gm))
          told.push(JSON.parse(data!) as State);
      }
    })().catch(() => undefined);
    await post('forward', { minutes: 10_000 });
    await pause(100);
    expect((await post('stop')).body).toMatchObject({ forwarding: false });
    const { shiftMs } = await over();
    await pause(50);
    expect((await get()).shiftMs).toBe(shiftMs);
    expect(told[0]).toMatchObject({ shiftMs: 0, forwarding: false });
    expect(told.some(({ forwarding }) => forwarding)).toBe(true);
    expect(told.at(-1)).toMatchObject({ shiftMs, forwarding: false });
    abort.abort();
    await reading;
  });

  it('waits for the program that follows it, and passes no moment at which that has something to do', async () => {
    const due = [40_000, 41_500, 100_000].map((ms) => new Date(clock.now().getTime() + ms));
    const reached: number[] = [];
    let theirs = 0;
    world.emulator.time.followedBy(async (shiftMs) => {
      await pause(1);
      theirs = shiftMs;
      while (due[0] !== undefined && due[0] <= clock.now())
        reached.push(clock.now().getTime() - due.shift()!.getTime());
      return due[0] ?? null;
    });
    await post('forward', { minutes: 2 });
    await over();
    expect(theirs).toBe(clock.shiftMs);
    expect(reached).toHaveLength(3);
    expect(Math.max(...reached)).toBeLessThan(500);
  });

  it.each([0, -5, 1e9, 'soon', undefined])('refuses to go forward by %s minutes', async (minutes) => {
    expect(await post('forward', { minutes })).toMatchObject({
      status: 409,
      body: { error: expect.stringMatching(/minutes/) as string },
    });
    expect(await get()).toMatchObject({ shiftMs: 0, forwarding: false });
  });
});

it('a clock that cannot be moved says so', async () => {
  const world = await startWorld({ clock: realClock });
  const response = await fetch(`${world.emulatorUrl}/clock/forward`, { method: 'POST' });
  expect([response.status, await response.json()]).toEqual([409, { error: 'This clock cannot be moved' }]);
  await world.stop();
});
