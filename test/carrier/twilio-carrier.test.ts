import type { CallOrder, TextOrder } from '../../src/carrier/carrier';
import { TwilioCarrier } from '../../src/carrier/twilio-carrier';
import { type CarrierApi, startCarrierApi } from './carrier-api';
import { twilioOpenApi } from './twilio-openapi';

const accountSid = `AC${'0'.repeat(31)}1`;
const callSid = `CA${'a'.repeat(32)}`;
const call: CallOrder = {
  to: '+8613800001234',
  from: '+8657195598',
  url: 'https://hotline.example.org/voice/enter/page/offer?attempt=7',
  fallbackUrl: 'https://hotline.example.org/voice/fallback?attempt=7',
  statusUrl: 'https://hotline.example.org/voice/status?attempt=7',
  ringForMs: 25_000,
  detectMachine: true,
};
const text: TextOrder = {
  to: call.to,
  from: call.from,
  body: '报修 12345674 已派单',
  statusUrl: 'https://hotline.example.org/sms/status?attempt=8',
  validForMs: 600_000,
};
const callAs = (over: Record<string, unknown>) => ({
  sid: callSid,
  to: call.to,
  status: 'queued',
  date_created: 'Sun, 01 Mar 2026 02:00:00 +0000',
  queue_time: '0',
  ...over,
});

let api: CarrierApi;
let carrier: TwilioCarrier;
const openApi = twilioOpenApi();

beforeEach(async () => {
  api = await startCarrierApi();
  carrier = new TwilioCarrier({ accountSid, authToken: 'secret-token', apiBaseUrl: api.url });
});
afterEach(async () => {
  await api.stop();
});

describe('requests', () => {
  afterEach(() => {
    // Every request of every test here is judged by Twilio's own description.
    expect(api.received.flatMap(openApi)).toEqual([]);
    expect(api.received.length).toBeGreaterThan(0);
  });

  it('asks for a call with everything that brings its outcome back to the attempt', async () => {
    api.answer = () => ({ status: 201, body: callAs({}) });
    await expect(carrier.placeCall(call)).resolves.toEqual({ sid: callSid });
    const [request] = api.received;
    expect(request).toMatchObject({ method: 'POST', path: `/2010-04-01/Accounts/${accountSid}/Calls.json` });
    expect(request?.authorization).toBe(`Basic ${Buffer.from(`${accountSid}:secret-token`).toString('base64')}`);
    expect(Object.fromEntries(request!.form)).toMatchObject({
      To: call.to,
      From: call.from,
      Url: call.url,
      FallbackUrl: call.fallbackUrl,
      StatusCallback: `${call.statusUrl}#rc=3&rp=ct,rt,5xx`,
      Timeout: '25',
      MachineDetection: 'Enable',
      AsyncAmd: 'true',
      AsyncAmdStatusCallback: `${call.statusUrl}#rc=3&rp=ct,rt,5xx`,
    });
    expect(request!.form.getAll('StatusCallbackEvent')).toEqual(['initiated', 'ringing', 'answered', 'completed']);
  });

  it('leaves machine detection out unless it is asked for', async () => {
    api.answer = () => ({ status: 201, body: callAs({}) });
    await carrier.placeCall({ ...call, detectMachine: false });
    expect([...api.received[0]!.form.keys()].filter((name) => /machine|amd/i.test(name))).toEqual([]);
  });

  it('sends a text that is not delivered hours late', async () => {
    api.answer = () => ({ status: 201, body: { sid: `SM${'b'.repeat(32)}`, status: 'queued' } });
    await expect(carrier.sendText(text)).resolves.toEqual({ sid: `SM${'b'.repeat(32)}` });
    expect(Object.fromEntries(api.received[0]!.form)).toEqual({
      To: text.to,
      From: text.from,
      Body: text.body,
      StatusCallback: `${text.statusUrl}#rc=3&rp=ct,rt,5xx`,
      ValidityPeriod: '600',
    });
  });

  it('hangs up and fetches a call by its id', async () => {
    api.answer = () => ({ status: 200, body: callAs({ status: 'in-progress' }) });
    await carrier.hangUp(callSid);
    await expect(carrier.findCall(callSid)).resolves.toEqual({
      sid: callSid,
      to: call.to,
      state: 'in-progress',
      createdAt: new Date('2026-03-01T02:00:00Z'),
    });
    expect(api.received.map(({ method, form }) => [method, form.toString()])).toEqual([
      ['POST', 'Status=completed'],
      ['GET', ''],
    ]);
  });

  it('finds the calls to a number that were created since a moment, in whole seconds', async () => {
    const created = ['01:59:59', '02:00:00', '02:00:07'].map((time, index) =>
      callAs({ sid: `CA${index}`, date_created: `Sun, 01 Mar 2026 ${time} +0000` }),
    );
    api.answer = () => ({ status: 200, body: { calls: created, page_size: 50 } });
    const found = await carrier.findCallsTo(call.to, new Date('2026-03-01T02:00:00.900Z'));
    expect(found.map(({ sid }) => sid)).toEqual(['CA1', 'CA2']);
    expect(api.received[0]!.query.get('To')).toBe(call.to);
  });

  it('takes the leg of a caller who is put through to the same phone for no order of ours', async () => {
    const date_created = 'Sun, 01 Mar 2026 02:00:00 +0000';
    const calls = ['outbound-dial', 'outbound-api', 'inbound'].map((direction) =>
      callAs({ sid: direction, direction, date_created }),
    );
    api.answer = () => ({ status: 200, body: { calls, page_size: 50 } });
    const found = await carrier.findCallsTo(call.to, new Date('2026-03-01T02:00:00Z'));
    expect(found.map(({ sid }) => sid)).toEqual(['outbound-api']);
  });

  it('finds texts with their words, in our states', async () => {
    const messages = ['accepted', 'sending', 'sent', 'delivered', 'undelivered', 'failed', 'canceled'].map(
      (status) => ({
        sid: status,
        to: text.to,
        status,
        body: text.body,
        date_created: 'Sun, 01 Mar 2026 02:00:00 +0000',
      }),
    );
    api.answer = () => ({ status: 200, body: { messages, page_size: 50 } });
    const found = await carrier.findTextsTo(text.to, new Date('2026-03-01T02:00:00Z'));
    expect(found.map(({ state }) => state)).toEqual([
      'queued',
      'sending',
      'sent',
      'delivered',
      'undelivered',
      'failed',
      'failed',
    ]);
    expect(found[0]).toMatchObject({ to: text.to, body: text.body });
  });
});

describe('where requests go', () => {
  const stray = ['TWILIO_EDGE', 'TWILIO_REGION', 'TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'];
  afterEach(() => {
    // eslint-disable-next-line no-restricted-properties -- the library reads these behind our back
    for (const name of stray) Reflect.deleteProperty(process.env, name);
  });

  it('ignores stray variables of the environment', async () => {
    // eslint-disable-next-line no-restricted-properties -- the library reads these behind our back
    for (const name of stray) process.env[name] = 'sydney';
    carrier = new TwilioCarrier({ accountSid, authToken: 'secret-token', apiBaseUrl: api.url });
    api.answer = () => ({ status: 201, body: callAs({}) });
    await carrier.placeCall(call);
    expect(api.received[0]?.path).toBe(`/2010-04-01/Accounts/${accountSid}/Calls.json`);
  });

  it('takes any account id and a base URL with a path', async () => {
    carrier = new TwilioCarrier({ accountSid: 'demo account', authToken: 't', apiBaseUrl: `${api.url}/carrier/` });
    api.answer = () => ({ status: 201, body: callAs({}) });
    await carrier.placeCall(call);
    expect(api.received[0]?.path).toBe('/carrier/2010-04-01/Accounts/demo%20account/Calls.json');
    expect(api.received[0]?.authorization).toBe(`Basic ${Buffer.from('demo account:t').toString('base64')}`);
  });
});

describe('refusals', () => {
  const refused =
    (code: number, status = 400) =>
    () => ({ status, body: { code, status, message: `error ${code}` } });

  it.each([
    [21211, 'invalid_number'],
    [21214, 'invalid_number'],
    [21216, 'blocked_number'],
    [13225, 'blocked_number'],
    [21610, 'opted_out'],
    [21614, 'not_textable'],
    [21612, 'not_textable'],
    [21215, 'not_permitted'],
    [13227, 'not_permitted'],
    [21210, 'bad_sender'],
    [21212, 'bad_sender'],
    [22005, 'queue_full'],
    [10004, 'queue_full'],
    [21205, 'bad_request'],
    [21626, 'bad_request'],
    [99999, 'bad_request'],
  ])('code %i is %s', async (code, reason) => {
    api.answer = refused(code);
    await expect(carrier.placeCall(call)).rejects.toMatchObject({
      code: 'carrier_refused',
      details: { reason, carrierCode: code },
    });
    await expect(carrier.sendText(text)).rejects.toMatchObject({ code: 'carrier_refused', details: { reason } });
  });

  it.each([401, 403])('HTTP %i is unauthorized, whatever the body', async (status) => {
    api.answer = () => ({ status, body: '<html>no</html>' });
    await expect(carrier.placeCall(call)).rejects.toMatchObject({
      code: 'carrier_refused',
      details: { reason: 'unauthorized' },
    });
  });

  it('too many requests did nothing and says how long to wait', async () => {
    api.answer = () => ({ status: 429, body: { code: 20429, status: 429 }, headers: { 'retry-after': '7' } });
    await expect(carrier.placeCall(call)).rejects.toMatchObject({
      code: 'carrier_unavailable',
      details: { ambiguous: false, retryAfterMs: 7000 },
    });
    expect(api.received).toHaveLength(1);
  });

  it.each([
    ['a server error', () => ({ status: 503, body: { code: 20503, status: 503, message: 'busy' } }) as const],
    ['an answer that is no JSON', () => ({ status: 200, body: '<html>' }) as const],
    ['a cut line', () => 'drop' as const],
  ])('%s may have placed the call, and is not repeated', async (_what, answer) => {
    api.answer = answer;
    await expect(carrier.placeCall(call)).rejects.toMatchObject({
      code: 'carrier_unavailable',
      details: { ambiguous: true },
    });
    expect(api.received).toHaveLength(1);
  });

  it('silence ends after five seconds and may have placed the call', async () => {
    api.answer = () => 'hang';
    const asked = performance.now();
    await expect(carrier.placeCall(call)).rejects.toMatchObject({
      code: 'carrier_unavailable',
      details: { ambiguous: true },
    });
    expect(performance.now() - asked).toBeLessThan(7000);
  });

  it('a carrier that cannot be reached has certainly done nothing', async () => {
    await api.stop();
    await expect(carrier.placeCall(call)).rejects.toMatchObject({
      code: 'carrier_unavailable',
      details: { ambiguous: false },
    });
  });

  it.each([
    [21220, 400],
    [20404, 404],
  ])('a call that is over (%i) is no error', async (code, status) => {
    api.answer = refused(code, status);
    await expect(carrier.hangUp(callSid)).resolves.toBeUndefined();
    await expect(carrier.findCall(callSid)).resolves.toBeNull();
  });

  it('never puts the token into an error', async () => {
    api.answer = refused(20003, 401);
    const error: unknown = await carrier.placeCall(call).catch((caught: unknown) => caught);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret-token');
  });
});
