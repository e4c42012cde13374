import { CALLER, startWorld, type World } from './program';
import { tone } from './tone';

describe('what a phone hears', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.stop());

  const dial = async (verbs: string) => {
    world.on('/voice', verbs);
    const phone = world.emulator.phone(CALLER);
    await phone.dial();
    return phone;
  };
  const length = async (verbs: string) => {
    const phone = await dial(verbs);
    const start = world.clock.now().getTime();
    await phone.listens();
    return world.clock.now().getTime() - start;
  };

  it.each([
    ['a pause', '<Say></Say><Pause length="7"/>', 7000],
    ['a break in speech', '<Say><break time="2s"/></Say>', 2000],
    ['repeated speech', `<Say loop="3">${'x'.repeat(15)}</Say>`, 3000],
    ['key tones', '<Play digits="ww12"/>', 1400],
  ])('%s lasts its time', async (_name, verbs, ms) => {
    expect(await length(verbs)).toBe(ms);
  });

  it('speech gets shorter when the carrier is told to speak more quickly, and nothing else does', async () => {
    const speech = async (pace: unknown) => {
      const body = JSON.stringify({ pace });
      const headers = { 'Content-Type': 'application/json' };
      const answer = await fetch(`${world.emulatorUrl}/speech`, { method: 'PUT', headers, body });
      return [answer.status, await answer.json()] as const;
    };
    expect(await (await fetch(`${world.emulatorUrl}/speech`)).json()).toEqual({ pace: 1 });
    expect(await speech(5)).toEqual([200, { pace: 5 }]);
    expect(await length(`<Say>${'x'.repeat(150)}</Say><Pause length="7"/>`)).toBe(2000 + 7000);
    const refusal = { error: 'The pace of speech is a number above 0 and at most 100' };
    for (const none of [0, -1, 101, '5', null]) expect(await speech(none)).toEqual([409, refusal]);
  });

  it('a sound file lasts as its header says, and is asked for with a signature', async () => {
    world.on('/chime.wav', (_received, response) => response.type('audio/wav').send(tone(0, 2000)));
    expect(await length('<Play>chime.wav</Play>')).toBe(2000);
    expect(world.at('/chime.wav')[0]).toMatchObject({ method: 'GET', signed: true });
  });

  it('a sound file that is missing is an error, and the call goes on', async () => {
    const phone = await dial('<Play>none.wav</Play><Say>Still here</Say>');
    expect(phone.lastHeard).toBe('Still here');
    expect(world.emulator.debugger).toMatchObject([{ code: 11200 }]);
  });

  it('a prompt stops at a key, and what was heard before is forgotten', async () => {
    world.on('/next', '<Say>Next</Say><Pause length="9"/>');
    const phone = await dial('<Gather action="/next" numDigits="2"><Say>One</Say><Pause/><Say>Two</Say></Gather>');
    await phone.presses('1');
    await world.clock.advance(3000);
    expect(phone.heard).toEqual([]);
    await phone.presses('2');
    expect(phone.heard).toEqual([{ text: 'Next', language: 'en-US', url: `${world.base}/next` }]);
  });
});
