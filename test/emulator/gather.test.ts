import { speechMs } from '../../emulator/speech';
import { CALLER, startWorld, type World } from './program';

describe('[5] Gather', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
    world.on('/next', '<Say>Next</Say><Pause length="60"/>');
  });
  afterEach(() => world.stop());

  const menu = (attributes: string, after = '<Say>Nothing came</Say>') =>
    `<Gather action="next" ${attributes}><Say>Press a key now please</Say></Gather>${after}`;

  it('answers, speaks, takes one key and sends it to its action', async () => {
    world.on('/voice', menu('numDigits="1"'));
    const phone = world.emulator.phone(CALLER);
    await phone.dial();
    expect(phone).toMatchObject({ state: 'connected', lastHeard: 'Press a key now please' });
    expect(phone.asking).toMatchObject({ kind: 'gather', path: '/next', numDigits: 1, finishOnKey: '#' });
    await phone.presses('1');
    expect(world.at('/next')[0]).toMatchObject({
      method: 'POST',
      signed: true,
      params: { Digits: '1', CallStatus: 'in-progress' },
    });
    expect(phone.lastHeard).toBe('Next');
  });

  it.each([
    ['numDigits cuts', 'numDigits="3"', '1234', '123'],
    ['# ends and is left out', '', '12#', '12'],
    ['another finishing key', 'finishOnKey="*"', '1#*', '1#'],
    ['an empty finishOnKey collects every key', 'finishOnKey="" numDigits="4"', '*#1#', '*#1#'],
  ])('%s', async (_name, attributes, keys, digits) => {
    world.on('/voice', menu(attributes));
    const phone = world.emulator.phone(CALLER);
    await phone.dial();
    await phone.presses(keys);
    expect(world.at('/next')[0]?.params['Digits']).toBe(digits);
  });

  it('takes what was pressed when the time between keys runs out', async () => {
    world.on('/voice', menu('finishOnKey="" timeout="4"'));
    const phone = world.emulator.phone(CALLER);
    await phone.dial();
    await phone.presses('#1');
    await world.clock.advance(3900);
    expect(world.at('/next')).toHaveLength(0);
    await world.clock.advance(100);
    expect(world.at('/next')[0]?.params['Digits']).toBe('#1');
  });

  it('counts the time from the end of the prompt', async () => {
    world.on('/voice', menu('timeout="5"'));
    const phone = world.emulator.phone(CALLER);
    await phone.dial();
    await phone.listens();
    const ended = world.clock.now().getTime();
    expect(ended - Date.parse('2026-03-01T02:00:00Z')).toBeGreaterThan(1000);
    await phone.waitsSilently();
    expect(world.clock.now().getTime() - ended).toBe(5000);
    expect(phone.lastHeard).toBe('Nothing came');
    expect(world.at('/next')).toHaveLength(0);
  });

  it.each([
    ['silence', ''],
    ['a finishing key alone', '#'],
  ])('treats %s as no input', async (_name, keys) => {
    world.on('/voice', menu('timeout="5"', '<Say>Nothing came</Say><Pause length="9"/>'));
    const phone = world.emulator.phone(CALLER);
    await phone.dial();
    if (keys === '') await phone.waitsSilently();
    else await phone.presses(keys);
    expect(phone.lastHeard).toBe('Nothing came');
    expect(world.at('/next')).toHaveLength(0);
  });

  it('asks the action all the same with actionOnEmptyResult, without Digits', async () => {
    world.on('/voice', menu('timeout="5" actionOnEmptyResult="true"'));
    const phone = world.emulator.phone(CALLER);
    await phone.dial();
    await phone.waitsSilently();
    expect(world.at('/next')[0]?.params).not.toHaveProperty('Digits');
    expect(phone.lastHeard).toBe('Next');
  });

  it('[4] goes to its own document when it has no action', async () => {
    world.on('/voice', '<Gather numDigits="1" method="GET"/>');
    const phone = world.emulator.phone(CALLER);
    await phone.dial();
    await phone.presses('7');
    expect(world.at('/voice')[1]).toMatchObject({ method: 'GET', signed: true, query: { Digits: '7' } });
  });

  it('[6] drops the digits when the action redirects', async () => {
    world.on('/voice', '<Gather numDigits="1" action="/moved"/>');
    world.on('/moved', (_received, response) => {
      response.redirect('/next');
    });
    const phone = world.emulator.phone(CALLER);
    await phone.dial();
    await phone.presses('1');
    const next = world.at('/next')[0];
    expect(next).toMatchObject({ method: 'GET', signed: true });
    expect(next?.query).not.toHaveProperty('Digits');
  });

  describe('of speech', () => {
    const dials = async (attributes: string) => {
      world.on(
        '/voice',
        `<Gather input="dtmf speech" action="/next" ${attributes}><Say>Yes or 1</Say></Gather><Hangup/>`,
      );
      const phone = world.emulator.phone(CALLER);
      await phone.dial();
      return phone;
    };
    const results = () => world.at('/next').map(({ params }) => params['SpeechResult']);

    it.each([
      ['as long as the timeout', 'timeout="4"', 4000],
      ['as long as speechTimeout', 'timeout="4" speechTimeout="2"', 2000],
      ['no longer than the first pause', 'speechTimeout="auto"', 0],
    ])('waits for more words %s', async (_name, attributes, ms) => {
      const phone = await dials(attributes);
      await phone.listens();
      const start = world.clock.now().getTime();
      await phone.says('yes');
      await world.clock.until(() => results().length > 0);
      expect(world.clock.now().getTime() - start).toBe(speechMs('yes') + ms);
      expect(world.at('/next')[0]?.params).toMatchObject({ SpeechResult: 'yes', Confidence: '0.9' });
    });

    it('joins what is said, is deaf to keys then, and tells what it understood so far', async () => {
      world.on('/partial', '<Say>Nobody hears this</Say>');
      const phone = await dials('speechTimeout="2" partialResultCallback="/partial" language="en-GB"');
      await phone.says('the lights');
      await phone.presses('#');
      await phone.says('are out');
      await world.clock.advance(2000);
      expect(results()).toEqual(['the lights are out']);
      expect(world.at('/partial').map(({ params }) => params)).toMatchObject([
        { SequenceNumber: '0', UnstableSpeechResult: 'the lights', StableSpeechResult: '', Language: 'en-GB' },
        { SequenceNumber: '1', UnstableSpeechResult: 'are out', StableSpeechResult: 'the lights' },
      ]);
      expect(world.at('/partial')[0]?.signed).toBe(true);
      expect(phone.lastHeard).toBe('Next');
    });

    it('takes a key instead', async () => {
      const phone = await dials('numDigits="1"');
      await phone.presses('1');
      expect(world.at('/next')[0]?.params['Digits']).toBe('1');
    });
  });
});
