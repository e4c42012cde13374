import fc from 'fast-check';
import { validateRequest } from 'twilio';
import { signatureOf } from '../../emulator/signature';
import { CALLER, startWorld, TOKEN, twiml, type World } from './program';

describe('[1] the signature', () => {
  it("is the one Twilio's library accepts, for any fields and queries", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
          fc.string({ unit: 'grapheme' }),
        ),
        fc.webPath(),
        fc.webQueryParameters(),
        (form, path, query) => {
          const url = `https://hotline.example${path}?${query}`;
          expect(validateRequest(TOKEN, signatureOf(TOKEN, `${url}#rc=3`, form), url, form)).toBe(true);
        },
      ),
    );
  });

  it('fails for another token', () => {
    expect(validateRequest('other', signatureOf(TOKEN, 'https://a.example/', {}), 'https://a.example/', {})).toBe(
      false,
    );
  });
});

describe('webhooks', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.stop());

  const dial = async () => {
    const phone = world.emulator.phone(CALLER);
    await phone.dial();
    return phone;
  };
  const codes = () => world.emulator.debugger.map(({ code, level }) => `${level} ${code}`);

  it('[1] [3] sign a GET over its query, the fields among it', async () => {
    world.on('/voice', '<Redirect method="GET">/menu?place=停电&amp;x=a b</Redirect>');
    world.on('/menu', '<Pause length="9"/>');
    await dial();
    expect(world.at('/menu')[0]).toMatchObject({
      method: 'GET',
      signed: true,
      query: { place: '停电', x: 'a b', From: CALLER },
    });
  });

  it('[2] resolve relative addresses against the document', async () => {
    world.on('/voice', '<Redirect>flows/caller/menu?x=1</Redirect>');
    world.on('/flows/caller/menu', '<Gather action="../crew/pin?y=2" numDigits="1"/>');
    world.on('/flows/crew/pin', '<Pause length="9"/>');
    const phone = await dial();
    await phone.presses('1');
    expect(world.at('/flows/crew/pin')[0]).toMatchObject({ signed: true, query: { y: '2' } });
  });

  it.each<[string, (world: World) => void, string]>([
    [
      'a server error',
      (w) => {
        w.on('/voice', (_r, response) => response.status(500).end());
      },
      'error 11200',
    ],
    ['no such page', () => undefined, 'error 11200'],
    [
      'broken XML',
      (w) => {
        w.on('/voice', '<Say>');
      },
      'error 12100',
    ],
    [
      'no Response',
      (w) => {
        w.on('/voice', (_r, response) => response.type('xml').send('<Hello/>'));
      },
      'error 12100',
    ],
    [
      'something before the declaration',
      (w) => {
        w.on('/voice', (_r, response) => response.type('xml').send('\n<?xml version="1.0"?><Response/>'));
      },
      'error 12100',
    ],
    [
      'another content type',
      (w) => {
        w.on('/voice', (_r, response) => response.json({}));
      },
      'error 12300',
    ],
    [
      'more than 64 kB',
      (w) => {
        w.on('/voice', `<Say>${'x'.repeat(65_536)}</Say>`);
      },
      'error 11750',
    ],
    [
      'endless redirects',
      (w) => {
        w.on('/voice', (_r, response) => {
          response.redirect('/voice');
        });
      },
      'error 11215',
    ],
  ])('[7] [8] speak of an application error and hang up on %s', async (_name, arrange, code) => {
    arrange(world);
    const phone = await dial();
    expect(phone.lastHeard).toContain('application error');
    await world.clock.advance(10_000);
    expect(phone.state).toBe('idle');
    expect(codes()).toEqual([code]);
  });

  it('[7] give up when the fallback fails too', async () => {
    await world.stop();
    world = await startWorld({ voiceFallbackUrl: 'http://127.0.0.1:9/nobody-listens' });
    const phone = await dial();
    expect(phone.lastHeard).toContain('application error');
    expect(codes()).toEqual(['error 11200', 'error 11205']);
  });

  it('[7] run the fallback document', async () => {
    world.on('/fallback', '<Say>Please stay on the line</Say><Pause length="9"/>');
    world.on('/page', (_received, response) => response.status(503).end());
    const order = { to: CALLER, from: '+8657195598', url: `${world.base}/page`, fallbackUrl: `${world.base}/fallback` };
    await world.client.calls.create(order);
    await world.clock.settle();
    await world.emulator.phone(CALLER).answer();
    expect(world.emulator.phone(CALLER).lastHeard).toBe('Please stay on the line');
    expect(world.at('/fallback')[0]).toMatchObject({
      signed: true,
      params: { ErrorCode: '11200', ErrorUrl: `${world.base}/page`, CallStatus: 'in-progress' },
    });
  });

  it('[7] wait no longer than they may', async () => {
    world.on('/voice', '<Redirect>/slow#rt=100&amp;rc=0</Redirect>');
    world.on('/slow', () => undefined);
    const phone = await dial();
    expect(phone.lastHeard).toContain('application error');
    expect(codes()).toEqual(['error 11205']);
  });

  it('[8] warn of unknown verbs and attributes, and go on without them', async () => {
    world.on('/voice', '<Sing>la</Sing><Say tone="high">Hello</Say><Pause length="9"/>');
    const phone = await dial();
    expect(phone.lastHeard).toBe('Hello');
    expect(codes()).toEqual(['warning 12200', 'warning 12200']);
  });

  it('take plain text as words', async () => {
    world.on('/voice', (_received, response) => response.type('text/plain').send('Tom & Jerry'));
    expect((await dial()).lastHeard).toBe('Tom & Jerry');
  });

  it('[1] are tried again as the fragment says, with the same token, and never send the fragment', async () => {
    let attempts = 0;
    world.on('/voice', '<Redirect>/menu#rc=2&amp;rp=5xx</Redirect>');
    world.on('/menu', (_received, response) => {
      attempts += 1;
      if (attempts < 3) response.status(503).end();
      else twiml(response, '<Say>Third time</Say>');
    });
    const phone = await dial();
    expect(phone.lastHeard).toBe('Third time');
    const tries = world.at('/menu');
    expect(new Set(tries.map(({ token }) => token)).size).toBe(1);
    expect(tries.every(({ signed, url }) => signed && !url.includes('#'))).toBe(true);
  });

  it('are not tried again on an answer, unless asked', async () => {
    world.on('/voice', (_received, response) => response.status(503).end());
    await dial();
    expect(world.at('/voice')).toHaveLength(1);
  });

  it('go twice with one token when told so, and answers that differ are noted', async () => {
    await world.stop();
    world = await startWorld({ repeatEveryWebhook: true });
    world.on('/voice', '<Gather action="/next" numDigits="1"/>');
    let count = 0;
    world.on('/next', (_received, response) => {
      count += 1;
      twiml(response, `<Say>${count}</Say><Pause length="9"/>`);
    });
    const phone = await dial();
    const [first, second] = world.at('/voice');
    expect(first).toEqual(second);
    expect(world.emulator.violations).toEqual([]);
    await phone.presses('1');
    expect(phone.lastHeard).toBe('1');
    expect(world.emulator.violations).toMatchObject([{ url: `${world.base}/next` }]);
  });

  it('[22] are all in the transcript of the call', async () => {
    world.on('/voice', '<Gather action="/next" numDigits="1"><Say>Press</Say></Gather>');
    world.on('/next', '<Hangup/>');
    const phone = await dial();
    await phone.presses('5');
    expect(phone.transcript.map(({ kind }) => kind)).toEqual([
      'ring',
      'webhook',
      'answer',
      'ask',
      'say',
      'key',
      'webhook',
      'hangup',
      'webhook',
    ]);
  });
});
