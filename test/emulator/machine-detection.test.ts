import { CREW, NUMBER, startWorld, type World } from './program';

describe('[19] answering machines', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
    world.on('/page', '<Gather numDigits="1" action="/taken"><Say>Press 1</Say></Gather><Pause length="60"/>');
  });
  afterEach(() => world.stop());

  const place = async (more: object) => {
    await world.client.calls.create({ to: CREW, from: NUMBER, url: `${world.base}/page`, ...more });
    await world.clock.settle();
  };
  const asynchronous = () => ({ asyncAmd: 'true', asyncAmdStatusCallback: `${world.base}/events` });
  const answeredBy = () => world.at('/page')[0]?.params['AnsweredBy'];

  it('answer by themselves, speak their greeting, press nothing and hang up when they are full', async () => {
    world.emulator.phone(CREW).persona = 'machine';
    await place({ machineDetection: 'Enable' });
    await world.clock.advance(5000);
    expect(answeredBy()).toBe('machine_start');
    await world.clock.advance(200_000);
    expect(world.emulator.calls[0]).toMatchObject({ status: 'completed', answeredBy: 'machine_start' });
    expect(world.at('/taken')).toHaveLength(0);
    expect((await world.client.calls.list())[0]?.answeredBy).toBe('machine_start');
  });

  it('are told from a person', async () => {
    await place({ machineDetection: 'Enable' });
    await world.emulator.phone(CREW).answer();
    expect(answeredBy()).toBe('human');
  });

  it('are left a message when their greeting is over', async () => {
    world.emulator.phone(CREW).persona = 'machine';
    await place({ machineDetection: 'DetectMessageEnd' });
    await world.clock.advance(5000);
    expect(world.at('/page')).toHaveLength(0);
    await world.clock.advance(30_000);
    expect(answeredBy()).toBe('machine_end_beep');
  });

  it('remain unknown when their greeting lasts longer than MachineDetectionTimeout', async () => {
    world.emulator.phone(CREW).persona = 'machine';
    await place({ machineDetection: 'DetectMessageEnd', machineDetectionTimeout: 3 });
    await world.clock.advance(8000);
    expect(answeredBy()).toBe('unknown');
  });

  it('are told of later by a callback of its own, beside the call', async () => {
    world.emulator.phone(CREW).persona = 'machine';
    await place({ machineDetection: 'DetectMessageEnd', ...asynchronous() });
    await world.clock.advance(5000);
    expect(world.at('/page')[0]?.params).not.toHaveProperty('AnsweredBy');
    await world.clock.advance(7000);
    const [event] = world.at('/events');
    expect(event).toMatchObject({ signed: true, params: { AnsweredBy: 'machine_end_beep' } });
    expect(event?.params['MachineDetectionDuration']).toMatch(/^\d{4}$/);
  });

  it('warn of a callback that fails', async () => {
    world.on('/events', (_received, response) => response.status(500).end());
    await place({ machineDetection: 'Enable', ...asynchronous() });
    await world.emulator.phone(CREW).answer();
    await world.clock.settle();
    expect(world.emulator.debugger).toMatchObject([{ level: 'warning', code: 11200 }]);
  });
});
