import { createHmac } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { Router } from 'express';
import request from 'supertest';
import { requestContext, measureWebhooks } from '../../src/http/request-context';
import { signedWebhooks } from '../../src/http/signed-webhooks';
import { createLog } from '../../src/log';
import { createMetrics } from '../../src/metrics';
import { httpApp, keptLog, standingClock } from './http-app';

const publicBaseUrl = 'https://hotline.example.org';
const path = '/voice/step/caller/main-menu?t=12345674';
const fields = { CallSid: 'CA1', From: '+8613800001234', Digits: '1', FromCity: '' };

function sign(token: string, url: string, params: Record<string, string>): string {
  const signed = Object.keys(params)
    .sort()
    .reduce((text, name) => text + name + params[name]!, url);
  return createHmac('sha1', token).update(signed).digest('base64');
}

function webhookApp(tokens = ['token', 'next']) {
  const { log, lines } = keptLog();
  const taken: unknown[] = [];
  const router = Router();
  router.post('/step/:flow/:node', (incoming, response) => {
    taken.push(incoming.body);
    response.sendStatus(204);
  });
  const app = httpApp(log, [['/voice', ...signedWebhooks({ publicBaseUrl, tokens, log }), router]]);
  return { app, lines, taken };
}

it('lets a signed webhook through with all its fields', async () => {
  const { app, taken } = webhookApp();
  const signature = sign('token', publicBaseUrl + path, fields);
  await request(app).post(path).type('form').send(fields).set('X-Twilio-Signature', signature).expect(204);
  expect(taken).toEqual([fields]);
});

it.each([
  ['1500 fields', Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`Parameter${index}`, String(index)]))],
  ['names that look like lists or objects', { 'Parameter[]': '1', 'Parameter[deep]': '2', '[x]': '3' }],
  ['what the carrier escapes', { Body: '停电 100% & "急"+1=?', 名: '\u{1F4A1}' }],
])('takes and checks %s as they were signed', async (_what, more: Record<string, string>) => {
  const { app, taken } = webhookApp();
  const sent = { ...fields, ...more };
  const form = new URLSearchParams(sent).toString();
  const signature = sign('token', publicBaseUrl + path, sent);
  await request(app).post(path).type('form').send(form).set('X-Twilio-Signature', signature).expect(204);
  expect(taken).toEqual([sent]);
});

it('accepts the next token as well', async () => {
  const { app, taken } = webhookApp();
  const signature = sign('next', publicBaseUrl + path, fields);
  await request(app).post(path).type('form').send(fields).set('X-Twilio-Signature', signature).expect(204);
  expect(taken).toHaveLength(1);
});

it('does not believe the request about its own address', async () => {
  const { app } = webhookApp();
  const headers = { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'http' };
  const forged = sign('token', `http://evil.example${path}`, fields);
  const real = sign('token', publicBaseUrl + path, fields);
  await request(app).post(path).type('form').send(fields).set(headers).set('X-Twilio-Signature', forged).expect(403);
  await request(app).post(path).type('form').send(fields).set(headers).set('X-Twilio-Signature', real).expect(204);
});

it.each([
  ['no signature', {}, fields],
  ['a wrong signature', { 'X-Twilio-Signature': sign('other', publicBaseUrl + path, fields) }, fields],
  [
    'a changed field',
    { 'X-Twilio-Signature': sign('token', publicBaseUrl + path, fields) },
    { ...fields, Digits: '2' },
  ],
])('refuses %s with 403, logged, without effect', async (_what, headers, sent) => {
  const { app, taken, lines } = webhookApp();
  const answer = await request(app).post(path).type('form').send(sent).set(headers).expect(403);
  expect(answer.body).toEqual({
    error: { code: 'forbidden', message: 'The request is not signed by the carrier.', details: {} },
  });
  expect(taken).toEqual([]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ level: 'warn', message: expect.stringContaining(publicBaseUrl + path) as string });
});

it('refuses everything when there is no token', async () => {
  const { app, taken } = webhookApp(['']);
  const signature = sign('', publicBaseUrl + path, fields);
  await request(app).post(path).type('form').send(fields).set('X-Twilio-Signature', signature).expect(403);
  expect(taken).toEqual([]);
});

it.each([
  ['application/x-www-form-urlencoded', `From=${'x'.repeat(70_000)}`],
  ['application/x-www-form-urlencoded; charset=koi8-r', 'From=x'],
  ['application/x-www-form-urlencoded', Array.from({ length: 1500 }, (_, index) => `f${index}=1`).join('&')],
  ['application/json', '{"broken'],
  ['multipart/form-data; boundary=x', '--x'],
  ['application/x-www-form-urlencoded', '%E0%A4%A=%'],
])('a body that cannot be taken (%s) is refused without effect', async (type, body) => {
  const { app, taken, lines } = webhookApp();
  const signature = sign('token', publicBaseUrl + path, fields);
  const headers = { 'Content-Type': type, 'X-Twilio-Signature': signature };
  const answer = await request(app).post(path).set(headers).send(body).expect(403);
  expect(answer.body).toMatchObject({ error: { code: 'forbidden' } });
  expect(taken).toEqual([]);
  expect(lines.map(({ level }) => level)).toEqual(['warn']);
});

it('logs the call and the request with a masked number', async () => {
  const stream = Object.assign(new PassThrough(), { isTTY: false });
  const log = createLog({ production: true, logLevel: 'info', databaseUrl: 'sqlite:x' }, { stream });
  const app = httpApp(log, [['/voice', ...signedWebhooks({ publicBaseUrl, tokens: ['token'], log })]]);
  const answer = await request(app)
    .post('/voice/incoming?To=%2B8613800001234')
    .type('form')
    .send(fields)
    .set('X-Request-Id', 'proxy-7')
    .expect(403);
  const line = JSON.parse(String(stream.read())) as Record<string, string>;
  expect(answer.headers['x-request-id']).toBe('proxy-7');
  expect(line).toMatchObject({ requestId: 'proxy-7', callSid: 'CA1' });
  expect(line['message']).toContain('/voice/incoming?To=+86*******1234');
});

it('gives a request id of its own instead of one that could forge a log line', async () => {
  const { log } = keptLog();
  const app = httpApp(log, [['/', requestContext()]]);
  const answer = await request(app).get('/').set('X-Request-Id', 'a b"{}');
  expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
});

it('measures a webhook under the pattern of its path', async () => {
  const { log } = keptLog();
  const metrics = createMetrics();
  const clock = standingClock('2026-03-01T02:00:00.000Z');
  const router = Router();
  router.post('/step/:flow/:node', (_incoming, response) => {
    clock.moveTo('2026-03-01T02:00:00.250Z');
    response.sendStatus(204);
  });
  const app = httpApp(log, [['/voice', measureWebhooks(metrics, clock), router]]);
  await request(app).post('/voice/step/caller/main-menu').expect(204);
  await request(app).post('/voice/nothing').expect(404);
  const text = await metrics.text();
  expect(text).toContain('webhook_seconds_sum{route="/voice/step/:flow/:node"} 0.25');
  expect(text).not.toContain('nothing');
});
