import { startWorld } from './program';

const CALLS = 200;

it('carries 200 calls at once and loses no webhook', async () => {
  const world = await startWorld();
  try {
    world.on('/voice', '<Gather numDigits="1" action="/next"><Say>Press a key</Say></Gather>');
    world.on('/next', '<Pause length="60"/>');
    const phones = Array.from({ length: CALLS }, (_, index) => world.emulator.phone(`+86139${10_000_000 + index}`));
    await Promise.all(phones.map((phone) => phone.dial()));
    await Promise.all(phones.map((phone) => phone.presses('1')));
    await Promise.all(phones.map((phone) => phone.hangsUp()));
    const callsAt = (path: string) => new Set(world.at(path).map(({ params }) => params['CallSid'])).size;
    expect(['/voice', '/next', '/status'].map((path) => [callsAt(path), world.at(path).length])).toEqual(
      Array(3).fill([CALLS, CALLS]),
    );
    expect(world.received.every(({ signed }) => signed)).toBe(true);
    expect(world.emulator.debugger).toEqual([]);
  } finally {
    await world.stop();
  }
});
