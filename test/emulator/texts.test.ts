import { CALLER, CREW, NUMBER, startWorld, type World } from './program';

describe('[18] texts', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.stop());

  const send = async () => {
    const message = await world.client.messages.create({
      to: CREW,
      from: NUMBER,
      body: '停电',
      statusCallback: `${world.base}/events`,
    });
    await world.clock.settle();
    return message;
  };
  const statuses = () => world.at('/events').map(({ params }) => params['MessageStatus']);

  it('arrive, and report each step in order', async () => {
    const { sid, status } = await send();
    expect(status).toBe('queued');
    expect(world.emulator.phone(CREW).texts).toMatchObject([{ from: NUMBER, body: '停电', sid }]);
    expect(statuses()).toEqual(['queued', 'sent', 'delivered']);
    expect(world.at('/events').every(({ signed }) => signed)).toBe(true);
    expect(await world.client.messages(sid).fetch()).toMatchObject({ status: 'delivered', numSegments: '1' });
    expect(
      await world.client.messages.list({ to: CREW, dateSentAfter: new Date('2026-03-01T01:00:00Z') }),
    ).toHaveLength(1);
    expect(await world.client.messages.list({ to: CALLER })).toHaveLength(0);
  });

  it('fail as their phone says', async () => {
    world.emulator.phone(CREW).textFailure = 30006;
    await send();
    expect(statuses()).toEqual(['queued', 'sent', 'undelivered']);
    expect(world.at('/events').at(-1)?.params['ErrorCode']).toBe('30006');
    expect(world.emulator.phone(CREW).texts).toHaveLength(0);
  });

  it('come in, and are replied to', async () => {
    world.on('/sms', '<Message>Got it</Message>');
    await world.emulator.phone(CREW).sendText('1');
    expect(world.at('/sms')[0]).toMatchObject({
      signed: true,
      params: { From: CREW, To: NUMBER, Body: '1', NumMedia: '0', FromCity: '' },
    });
    expect(world.emulator.phone(CREW).texts).toMatchObject([{ body: 'Got it' }]);
  });

  it('stop after STOP, until START', async () => {
    world.on('/sms', '');
    await world.emulator.phone(CREW).sendText('stop');
    await expect(send()).rejects.toMatchObject({ code: 21610 });
    await world.emulator.phone(CREW).sendText('START');
    await send();
    expect(world.emulator.phone(CREW).texts).toHaveLength(1);
  });

  it('never leave when the queue is full, the account is suspended or their time is over', async () => {
    world.emulator.phone(CREW).textFailure = 30001;
    const { sid } = await send();
    expect(statuses()).toEqual(['queued', 'failed']);
    expect(await world.client.messages(sid).fetch()).toMatchObject({ status: 'failed', errorCode: 30001 });
  });

  it('are replied to with the Body of the verb, to whom it says, and with callbacks', async () => {
    const { base } = world;
    world.on('/sms', `<Message to="${CALLER}" statusCallback="/events"><Body>Look here</Body></Message>`);
    await world.emulator.phone(CREW).sendText('1');
    expect(world.emulator.phone(CALLER).texts).toMatchObject([{ from: NUMBER, body: 'Look here' }]);
    expect(world.emulator.phone(CREW).texts).toEqual([]);
    expect(world.at('/events').map(({ url }) => url)).toEqual(Array(3).fill(`${base}/events`));
    expect(world.emulator.messages.map(({ direction }) => direction)).toEqual(['inbound', 'outbound-reply']);
  });

  it('without words are no reply', async () => {
    world.on('/sms', '<Message/>');
    await world.emulator.phone(CREW).sendText('1');
    expect(world.emulator.phone(CREW).texts).toEqual([]);
    expect(world.emulator.debugger).toMatchObject([{ code: 14103 }]);
  });

  it('can be blanked and deleted, and not changed otherwise', async () => {
    const { sid } = await send();
    const message = world.client.messages(sid);
    await expect(message.update({ body: 'other words' })).rejects.toMatchObject({ status: 400 });
    expect(await message.update({ body: '' })).toMatchObject({ sid, body: '' });
    await message.remove();
    await expect(message.fetch()).rejects.toMatchObject({ code: 20404 });
  });

  it('warn of a status callback that fails', async () => {
    world.on('/events', (_received, response) => response.status(500).end());
    await send();
    expect(world.emulator.debugger).toMatchObject(
      Array(3).fill({ level: 'warning', code: 11200, exchanged: { method: 'POST', response: { status: 500 } } }),
    );
  });
});
