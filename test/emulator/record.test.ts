import { nextTurn } from '../../emulator/clock';
import { ACCOUNT, CALLER, CREW, NUMBER, startWorld, TOKEN, type World } from './program';
import { tone } from './tone';

describe('[14] Record', () => {
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
      const answer = async (): Promise<void> => {
        for (let turns = 0; turns < 20; turns += 1) await nextTurn();
        order.push('taken');
        response.status(204).end();
      };
      void answer();
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
    await world.clock.advance(2000);
    const headers = { Authorization: `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')}` };
    const sound = Buffer.from(await (await fetch(`${url}.wav`, { headers })).arrayBuffer());
    expect(sound.toString('latin1', 0, 4)).toBe('RIFF');
    expect(sound.readUInt32LE(40)).toBe(2 * 8000 * 2);
    const sid = world.emulator.recordings[0]!.sid;
    expect(await world.client.recordings(sid).fetch()).toMatchObject({ sid, duration: '2', source: 'RecordVerb' });
    await world.client.recordings(sid).remove();
    await expect(world.client.recordings(sid).fetch()).rejects.toMatchObject({ code: 20404 });
  });

  it('has its sound only when it is processed', async () => {
    const phone = await dials(
      'recordingStatusCallback="/recorded" recordingStatusCallbackEvent="in-progress completed"',
    );
    await phone.listens();
    expect(world.at('/recorded')[0]?.params).toMatchObject({ RecordingStatus: 'in-progress' });
    await phone.says('the lights are out');
    await phone.presses('5');
    const { sid } = world.emulator.recordings[0]!;
    expect(world.at('/recorded')[0]?.params['RecordingSid']).toBe(sid);
    expect((await world.client.recordings(sid).fetch()).status).toBe('processing');
    expect((await sound(`${world.at('/taken')[0]!.params['RecordingUrl']!}.wav`)).status).toBe(404);
    await world.clock.advance(2000);
    expect((await world.client.recordings(sid).fetch()).status).toBe('completed');
    expect(world.at('/recorded')[1]?.params).toMatchObject({ RecordingStatus: 'completed', RecordingDuration: '2' });
  });

  it('tells that there is none, when asked to', async () => {
    const phone = await dials('timeout="4" recordingStatusCallback="/recorded" recordingStatusCallbackEvent="absent"');
    await phone.waitsSilently();
    expect(world.at('/recorded').map(({ params }) => params['RecordingStatus'])).toEqual(['absent']);
    expect(await world.client.recordings.list()).toEqual([]);
  });

  it('keeps the sound that the phone sent, one after another, and no longer than it ran', async () => {
    const phone = await dials('finishOnKey="#" maxLength="3"');
    await phone.saysSound(tone(1, 1000), 'first');
    await phone.saysSound(tone(2, 1000), 'second');
    await phone.presses('#');
    const { params } = world.at('/taken')[0]!;
    expect(params).toMatchObject({ RecordingDuration: '2' });
    await world.clock.advance(2000);
    const { body } = await sound(`${params['RecordingUrl']!}.wav`);
    const data = body.subarray(44, 44 + 16_000);
    expect([...new Set(data.subarray(0, 8000)), ...new Set(data.subarray(8000))]).toEqual([1, 2]);
    expect(body.toString('utf8')).toContain('first second');
    await expect(phone.saysSound(Buffer.from('webm'), 'x')).rejects.toThrow('must be a wav file');
  });

  it('is listed by call and by day, newest first', async () => {
    await keep();
    await world.clock.advance(86_400_000);
    await keep();
    const [first, second] = world.emulator.recordings.map(({ sid }) => sid);
    const { recordings } = world.client;
    expect((await recordings.list()).map(({ sid }) => sid)).toEqual([second, first]);
    expect(await recordings.list({ dateCreated: new Date('2026-03-01') })).toMatchObject([{ sid: first }]);
    const { callSid } = world.emulator.recordings[0]!;
    expect(await recordings.list({ callSid })).toMatchObject([{ sid: first }]);
    expect(await world.client.calls(callSid).recordings.list()).toMatchObject([{ sid: first }]);
    await world.client.calls(callSid).recordings(first!).remove();
    expect(await recordings.list()).toHaveLength(1);
  });

  it('warns of a callback that fails', async () => {
    world.on('/recorded', (_received, response) => response.status(500).end());
    await keep('recordingStatusCallback="/recorded"');
    await world.clock.advance(2000);
    expect(world.emulator.debugger).toMatchObject([{ level: 'warning', code: 11200 }]);
  });

  it('takes down a whole outbound call', async () => {
    world.on('/page', '<Gather input="speech" action="/taken" speechTimeout="1"><Say>What happened</Say></Gather>');
    await world.client.calls.create({
      ...{ to: CREW, from: NUMBER, url: `${world.base}/page`, record: true, recordingChannels: 'dual' },
      recordingStatusCallback: `${world.base}/recorded`,
      recordingStatusCallbackEvent: ['in-progress', 'completed'],
    });
    await world.clock.settle();
    const crew = world.emulator.phone(CREW);
    await crew.answer();
    await crew.says('nothing happened');
    await world.clock.advance(5000);
    await crew.hangsUp();
    await world.clock.advance(2000);
    expect(world.emulator.recordings).toMatchObject([
      { source: 'OutboundAPI', channels: 2, words: 'nothing happened', status: 'completed' },
    ]);
    expect(world.at('/recorded').map(({ params }) => params['RecordingStatus'])).toEqual(['in-progress', 'completed']);
  });

  const keep = async (attributes = '') => {
    const phone = await dials(attributes);
    await phone.says('the lights are out');
    await phone.presses('5');
    await phone.hangsUp();
  };
  const sound = async (url: string) => {
    const headers = { Authorization: `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')}` };
    const response = await fetch(url, { headers });
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
  };
});
