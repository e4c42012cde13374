import { ACCOUNT, CALLER, startWorld, TOKEN, type World } from './program';

describe('Record', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
    world.on('/taken', '<Say>Thank you</Say><Pause length="9"/>');
  });
  afterEach(() => world.stop());

  const dials = async (attributes = '') => {
    world.on(
      '/voice',
      `<Say>What happened</Say><Record action="/taken" ${attributes}/><Say>Nothing heard</Say><Pause length="9"/>`,
    );
    const phone = world.emulator.phone(CALLER);
    await phone.dial();
    return phone;
  };

  it('takes down words until a finishing key, and reports the recording', async () => {
    const phone = await dials('finishOnKey="#" maxLength="20" recordingStatusCallback="/recorded"');
    await phone.says('整栋楼都停电了');
    expect(phone.asking).toMatchObject({ kind: 'record', path: '/taken', finishOnKey: '#' });
    await phone.presses('1');
    expect(world.at('/taken')).toHaveLength(0);
    await phone.presses('#');
    const [taken] = world.at('/taken');
    expect(taken).toMatchObject({ signed: true, params: { Digits: '#', RecordingDuration: '2' } });
    expect(phone.lastHeard).toBe('Thank you');
    await world.clock.advance(2000);
    expect(world.at('/recorded')[0]).toMatchObject({
      signed: true,
      params: { RecordingStatus: 'completed', RecordingSource: 'RecordVerb', RecordingChannels: '1' },
    });
    expect(world.emulator.recordings).toMatchObject([{ words: '整栋楼都停电了', sid: taken?.params['RecordingSid'] }]);
  });

  it('ends by silence after words', async () => {
    const phone = await dials('timeout="4"');
    await phone.says('hello');
    await world.clock.advance(4000);
    expect(world.at('/taken')[0]?.params).not.toHaveProperty('Digits');
  });

  it('goes on to the next verb when nothing is said', async () => {
    const phone = await dials('timeout="4"');
    await phone.waitsSilently();
    expect(phone.lastHeard).toBe('Nothing heard');
    expect(world.emulator.recordings).toHaveLength(0);
  });

  it('stops at its longest length', async () => {
    const phone = await dials('maxLength="3"');
    await phone.says('x'.repeat(150));
    expect(world.at('/taken')[0]?.params).toMatchObject({ RecordingDuration: '3' });
  });

  it('keeps what was said when the caller hangs up', async () => {
    const phone = await dials();
    await phone.says('the lights are out');
    await phone.hangsUp();
    expect(world.at('/taken')[0]?.params).toMatchObject({ Digits: 'hangup', CallStatus: 'completed' });
  });

  it('reports the end only when the last action has been answered', async () => {
    const order: string[] = [];
    world.on('/taken', (_received, response) => {
      let turns = 20;
      const answer = (): void => {
        turns -= 1;
        if (turns > 0) return void setImmediate(answer);
        order.push('taken');
        response.status(204).end();
      };
      answer();
    });
    world.on('/status', (_received, response) => {
      order.push('status');
      response.status(204).end();
    });
    const phone = await dials();
    await phone.says('the lights are out');
    await phone.hangsUp();
    expect(order).toEqual(['taken', 'status']);
  });

  it('gives the sound to who may have it, and deletes it', async () => {
    const phone = await dials();
    await phone.says('the lights are out');
    await phone.presses('5');
    const url = world.at('/taken')[0]?.params['RecordingUrl'] ?? '';
    expect((await fetch(`${url}.wav`)).status).toBe(401);
    const headers = { Authorization: `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')}` };
    const sound = Buffer.from(await (await fetch(`${url}.wav`, { headers })).arrayBuffer());
    expect(sound.toString('latin1', 0, 4)).toBe('RIFF');
    expect(sound.readUInt32LE(40)).toBe(2 * 8000 * 2);
    const sid = world.emulator.recordings[0]!.sid;
    expect(await world.client.recordings(sid).fetch()).toMatchObject({ sid, duration: '2', source: 'RecordVerb' });
    await world.client.recordings(sid).remove();
    await expect(world.client.recordings(sid).fetch()).rejects.toMatchObject({ code: 20404 });
  });
});
