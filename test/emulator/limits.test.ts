import { CREW, NUMBER, startWorld, type World } from './program';
import type { EmulatorOptions } from '../../emulator/options';

describe("[12] the carrier's limits", () => {
  let world: World;
  const start = async (options: Partial<EmulatorOptions>) => {
    world = await startWorld(options);
    world.on('/page', '<Pause length="60"/>');
  };
  afterEach(() => world.stop());

  const place = (last: number) =>
    world.client.calls.create({ to: `+861390000000${last}`, from: NUMBER, url: `${world.base}/page` });

  it('start so many calls a second, and say how long each waits', async () => {
    await start({ callsPerSecond: 1 });
    const times = [await place(1), await place(2), await place(3)].map(({ queueTime }) => queueTime);
    expect(times).toEqual(['0', '1000', '2000']);
    const states = () => [1, 2, 3].map((last) => world.emulator.phone(`+861390000000${last}`).state);
    await world.clock.settle();
    expect(states()).toEqual(['ringing', 'idle', 'idle']);
    await world.clock.advance(1000);
    expect(states()).toEqual(['ringing', 'ringing', 'idle']);
    await world.clock.advance(60_000);
    expect((await place(1)).queueTime).toBe('0');
  });

  it('cancel a call that still waits, without a ring', async () => {
    await start({ callsPerSecond: 1 });
    await place(1);
    const { sid } = await place(2);
    await world.client.calls(sid).update({ status: 'canceled' });
    await world.clock.advance(5000);
    expect(world.emulator.phone(CREW).rings).toEqual([]);
    expect(world.emulator.calls[1]?.status).toBe('canceled');
  });

  it('refuse a call that would wait too long', async () => {
    await start({ callsPerSecond: 1, longestQueueMs: 1000 });
    await place(1);
    await place(2);
    await expect(place(3)).rejects.toMatchObject({ status: 429, code: 22005 });
    expect(world.emulator.calls).toHaveLength(2);
    await world.clock.advance(1000);
    expect((await place(3)).queueTime).toBe('1000');
  });

  it('answer 429 to more requests in a second than they may, and do nothing', async () => {
    await start({ requestsPerSecond: 2 });
    await place(1);
    await place(2);
    await expect(place(3)).rejects.toMatchObject({ status: 429, code: 20429 });
    expect(world.emulator.calls).toHaveLength(2);
    await world.clock.advance(1000);
    await place(3);
  });
});
