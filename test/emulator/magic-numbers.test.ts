import { CREW, NUMBER, startWorld, type World } from './program';

const magic = (last: number) => `+1500555000${last}`;

describe('[17] the numbers of test credentials', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.stop());

  const call = (from: string, to: string) => {
    const statusCallback = `${world.base}/events`;
    return world.client.calls.create({ from, to, url: `${world.base}/page`, statusCallback });
  };
  const text = (from: string, to: string) => {
    const statusCallback = `${world.base}/events`;
    return world.client.messages.create({ from, to, body: 'hello', statusCallback });
  };

  it.each([
    ['no valid number', NUMBER, magic(1), 21217],
    ['no route', NUMBER, magic(2), 21214],
    ['no international permission', NUMBER, magic(3), 21215],
    ['a blocked number', NUMBER, magic(4), 21216],
    ['from no valid number', magic(1), CREW, 21212],
    ["from somebody else's number", magic(7), CREW, 21210],
  ])('refuse a call: %s', async (_name, from, to, code) => {
    await expect(call(from, to)).rejects.toMatchObject({ status: 400, code });
    expect(world.emulator.calls).toHaveLength(0);
  });

  it.each([
    ['no valid number', NUMBER, magic(1), 21211],
    ['no route', NUMBER, magic(2), 21612],
    ['no international permission', NUMBER, magic(3), 21408],
    ['a blocked number', NUMBER, magic(4), 21610],
    ['a number without texts', NUMBER, magic(9), 21614],
    ['from no valid number', magic(1), CREW, 21212],
    ['from a number without texts', magic(7), CREW, 21606],
    ['from a number whose queue is full', magic(8), CREW, 21611],
    ["from somebody else's number", '+15005550010', CREW, 21606],
  ])('refuse a text: %s', async (_name, from, to, code) => {
    await expect(text(from, to)).rejects.toMatchObject({ status: 400, code });
    expect(world.emulator.messages).toHaveLength(0);
  });

  it('take a call and a text, and carry neither', async () => {
    expect(await call(magic(6), CREW)).toMatchObject({ status: 'queued', from: magic(6) });
    expect(await text(magic(6), CREW)).toMatchObject({ status: 'queued' });
    await world.clock.advance(60_000);
    expect(world.emulator.phone(CREW)).toMatchObject({ rings: [], texts: [] });
    expect(world.received).toEqual([]);
  });
});
