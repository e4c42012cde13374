import { PassThrough } from 'node:stream';
import { HotlineError } from '../../src/errors';
import { createLog, type LogSettings } from '../../src/log';
import { withLogFields } from '../../src/log-context';

const settings: LogSettings = {
  production: true,
  logLevel: 'info',
  authToken: 'auth-token-1',
  apiToken: 'api-token-2',
  databaseUrl: 'mysql://hot:db-password@db:3306/faultline',
};
const clock = { now: () => new Date('2026-03-01T02:00:00.123Z'), after: () => () => undefined };

function logTo(over: Partial<LogSettings> = {}, isTTY = false) {
  const stream = Object.assign(new PassThrough(), { isTTY });
  const log = createLog({ ...settings, ...over }, { clock, stream });
  const text = (): string => String(stream.read() ?? '');
  return { log, text, line: () => JSON.parse(text()) as Record<string, unknown> };
}

it('writes one JSON object a line with the time of the clock', () => {
  const { log, line } = logTo();
  log.info('ticket opened', { ticket: '12345674' });
  expect(line()).toEqual({
    timestamp: '2026-03-01T02:00:00.123Z',
    level: 'info',
    message: 'ticket opened',
    ticket: '12345674',
  });
});

it('carries what the work around it is about, also after waiting', async () => {
  const { log, line } = logTo();
  await withLogFields({ requestId: 'r1' }, () =>
    withLogFields({ callSid: 'CA1' }, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      log.info('key pressed');
    }),
  );
  expect(line()).toMatchObject({ requestId: 'r1', callSid: 'CA1' });
});

it('keeps no fields of work that is over', () => {
  const { log, line } = logTo();
  withLogFields({ requestId: 'r1' }, () => undefined);
  log.info('later');
  expect(line()).not.toHaveProperty('requestId');
});

it.each<[string, string, Record<string, unknown>]>([
  ['in the message', 'called +8613800001234 twice', {}],
  ['in a field', 'x', { to: '+8613800001234' }],
  ['in a nested field', 'x', { body: { From: '+8613800001234', list: ['+8613800001234'] } }],
  ['in a URL', 'x', { url: 'https://h/voice?From=%2B8613800001234&x=1' }],
  ['in an error', 'x', { error: new Error('no such number +8613800001234') }],
  ['without its country', 'x', { reporterPhone: '13800001234' }],
])('masks a phone number %s', (_where, message, fields) => {
  const { log, text } = logTo();
  log.warn(message, fields);
  const written = text();
  expect(written).not.toContain('3800001');
  expect(written).toContain('*******1234');
});

it('leaves ticket and account numbers readable', () => {
  const { log, text } = logTo();
  log.info('account 3301000123456 has ticket 12345674', { accountNo: '3301000123456', ticket: '12345674' });
  expect(text().match(/3301000123456|12345674/g)).toHaveLength(4);
});

it.each([
  { headers: { authorization: 'Bearer api-token-2' } },
  { url: 'mysql://hot:db-password@db:3306/faultline' },
  { error: new Error('wrong token auth-token-1') },
  { authToken: 'anything-secret' },
  { body: { Digits: '4711' } },
  { pin: '4711' },
])('hides secrets: %j', (fields) => {
  const { log, text } = logTo();
  log.error('x', fields);
  expect(text()).not.toMatch(/auth-token-1|api-token-2|db-password|anything-secret|4711/);
});

it('tells an error with its code, its details, its stack and its cause', () => {
  const { log, line } = logTo();
  const cause = new Error('ECONNRESET');
  log.error('page not placed', {
    error: new HotlineError('carrier_unavailable', 'no answer', { ambiguous: true }, { cause }),
  });
  expect(line()['error']).toMatchObject({
    name: 'HotlineError',
    code: 'carrier_unavailable',
    message: 'no answer',
    details: { ambiguous: true },
    stack: expect.stringContaining('log.test') as string,
    cause: { message: 'ECONNRESET' },
  });
});

it('tells nothing of the statement or request that an error carries', () => {
  const { log, text } = logTo();
  const parent = Object.assign(new Error('Duplicate entry'), { code: 'ER_DUP_ENTRY', errno: 1062 });
  const values = {
    sql: "INSERT … '王芳', '471147'",
    parameters: ['471147'],
    errors: [{ instance: { code: '471147' } }],
  };
  log.error('not written', { error: Object.assign(new Error('Validation error'), values, { parent }) });
  log.error('not sent', {
    error: Object.assign(new Error('timeout'), { code: 'ECONNABORTED', config: { data: '471147' } }),
  });
  const written = text();
  expect(written).not.toMatch(/王芳|471147/);
  expect(written).toMatch(/ER_DUP_ENTRY.*ECONNABORTED/s);
});

it('is silent below its level', () => {
  const { log, text } = logTo({ logLevel: 'warn' });
  log.info('x');
  log.debug('x');
  expect(text()).toBe('');
});

it('survives fields that go in circles', () => {
  const { log, line } = logTo();
  const circle: Record<string, unknown> = { name: 'a' };
  circle['self'] = circle;
  log.info('x', { circle });
  expect(line()['message']).toBe('x');
});

it('is readable on a terminal, one line each, whatever a caller says', () => {
  const { log, text } = logTo({ production: false }, true);
  log.info('message taken: a\nb', { callSid: 'CA1' });
  expect(text()).toBe('02:00:00.123 info  message taken: a ⏎ b {"callSid":"CA1"}\n');
});

it('writes JSON into a pipe, and on a terminal in production', () => {
  for (const [production, isTTY] of [
    [false, false],
    [true, true],
  ] as const) {
    const { log, line } = logTo({ production }, isTTY);
    log.info('x');
    expect(line()['message']).toBe('x');
  }
});
