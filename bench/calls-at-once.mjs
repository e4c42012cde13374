/**
 * Whether many calls at once through the carrier emulator lose a webhook, and how long they take against as many
 * bare requests to the smallest server in the same run: for a small TwiML application, then for the hotline on SQLite.
 *   node bench/calls-at-once.mjs [calls]
 * All on loopback; it gives up after two minutes.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { URLSearchParams } from 'node:url';
import { buildIfNeeded } from '../bin/build.mjs';

buildIfNeeded();
const require = createRequire(import.meta.url);
const { realClock } = require('../dist/emulator/clock.js');
const { createEmulator } = require('../dist/emulator/emulator.js');

const calls = Number(process.argv[2] ?? 200);
const account = { accountSid: `AC${'b'.repeat(32)}`, authToken: 'bench' };
const number = '+8657195598';
setTimeout(() => {
  console.error('Not finished within two minutes.');
  process.exit(1);
}, 120_000).unref();

const listen = (server) =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
const timed = async (work) => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};

/** What one webhook looks like; the bare requests carry the same. */
const fields = new URLSearchParams({ CallSid: `CA${'0'.repeat(32)}`, From: '+8613800000001', To: number, Digits: '9' });
const bare = (url, count) =>
  timed(() =>
    Promise.all(
      Array.from({ length: count }, async () => {
        const response = await fetch(url, { method: 'POST', body: fields });
        await response.arrayBuffer();
      }),
    ),
  );

/** Every phone dials, presses a key and hangs up: three webhooks each. Answers the seconds it took and what went wrong. */
async function callAtOnce(urls) {
  const emulator = createEmulator({ clock: realClock, ...account, number, ...urls });
  await emulator.start();
  const phones = Array.from({ length: calls }, (_, index) => emulator.phone(`+86139${String(index).padStart(8, '0')}`));
  const seconds = await timed(() =>
    Promise.all(
      phones.map(async (phone) => {
        await phone.dial();
        // One whose call has broken off is counted below.
        if (phone.state === 'connected') await phone.presses('9');
        if (phone.state === 'connected') await phone.hangsUp();
      }),
    ),
  );
  const webhooks = emulator.journal.filter(({ kind }) => kind === 'webhook');
  const well = webhooks.filter(({ text }) => /^POST 20[04]$/.test(text));
  const countOf = (sid) => well.filter(({ callSid }) => callSid === sid).length;
  const whole = emulator.calls.filter(({ sid }) => countOf(sid) >= 3).length;
  const complaints = emulator.debugger.map(({ code, message }) => `${code} ${message}`);
  const unfinished = emulator.calls.filter(({ status }) => status !== 'completed').length;
  await emulator.stop();
  const lost = webhooks.length - well.length + calls - whole;
  return { seconds, answered: well.length, lost, unfinished, complaints };
}

const menu = '<Response><Gather numDigits="1" timeout="60" action="/voice"><Say>Press a key</Say></Gather></Response>';

/** The same menu for everything; counts what comes by call. */
async function serveMenu() {
  const seen = new Map();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => (body += data));
    request.on('end', () => {
      const sid = new URLSearchParams(body).get('CallSid');
      seen.set(sid, (seen.get(sid) ?? 0) + 1);
      response.writeHead(200, { 'Content-Type': 'text/xml' }).end(menu);
    });
  });
  const base = `http://127.0.0.1:${await listen(server)}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { base, seen, close };
}

async function smallApplication({ base, seen }) {
  const baseline = await bare(`${base}/voice`, calls * 3);
  seen.clear();
  const result = await callAtOnce({ voiceUrl: `${base}/voice`, statusCallbackUrl: `${base}/status` });
  const short = [...seen.values()].filter((count) => count < 3).length + calls - seen.size;
  return { ...result, lost: Math.max(result.lost, short), baseline };
}

async function hotline({ base: menuBase }) {
  const { app, base, close, callRows } = await startHotline();
  const baseline = await bare(`${menuBase}/voice`, calls * 3);
  const urls = { voiceUrl: `${base}/voice/incoming`, statusCallbackUrl: `${base}/voice/status` };
  const result = await callAtOnce({ ...urls, voiceFallbackUrl: `${base}/voice/fallback` });
  await app.context.callLog.flush();
  const rows = await callRows();
  await close();
  return { ...result, lost: Math.max(result.lost, calls - rows), baseline };
}

async function startHotline() {
  const { openDatabase } = require('../dist/models/database.js');
  const { migrate } = require('../dist/models/migrate.js');
  const { Call } = require('../dist/models/call.js');
  const { createApp } = require('../dist/src/app.js');
  const { TwilioCarrier } = require('../dist/src/carrier/twilio-carrier.js');
  const { systemClock } = require('../dist/src/clock.js');
  const { readConfig } = require('../dist/src/config.js');
  const { loadFlows } = require('../dist/src/services/flow-library.js');
  const { importData } = require('../dist/src/services/data/import-data.js');
  const { loadPolicy } = require('../dist/src/services/load-policy.js');
  const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
  const database = await openDatabase({ url: `sqlite:${join(folder, 'bench.sqlite')}`, dataDir: folder });
  await migrate(database);
  await importData({ timezone: 'Asia/Shanghai' }, 'demo');
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const config = readConfig({
    ...{ PORT: String(port), PUBLIC_BASE_URL: base, HOTLINE_NUMBER: number, DATA_DIR: folder, CARRIER: 'twilio' },
    ...{ TWILIO_ACCOUNT_SID: account.accountSid, TWILIO_AUTH_TOKEN: account.authToken, LOG_LEVEL: 'error' },
  });
  const quiet = () => undefined;
  const app = createApp(config, {
    clock: systemClock,
    carrier: new TwilioCarrier({ ...account, apiBaseUrl: 'http://127.0.0.1:9' }),
    database,
    policy: loadPolicy('config/policy.yaml'),
    flows: loadFlows('ivr-flows', 'zh-CN'),
    log: { debug: quiet, info: quiet, warn: quiet, error: console.error },
    pollEvery: 60_000,
  });
  await app.start();
  const close = async () => {
    await app.stop();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { app, base, close, callRows: () => Call.count() };
}

async function freePort() {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const round = (value) => Math.round(value * 100) / 100;
const shown = ({ seconds, baseline, answered, lost, unfinished, complaints }) => ({
  ...{ answered, lost, unfinished, complaints: complaints.length },
  seconds: { bare: round(baseline), calls: round(seconds) },
  ratio: round(seconds / baseline),
});
const server = await serveMenu();
await bare(`${server.base}/voice`, calls * 3);
const small = await smallApplication(server);
const whole = await hotline(server);
server.close();
const result = { benchmark: 'calls-at-once', calls, smallApplication: shown(small), hotline: shown(whole) };
const results = new URL('results/', import.meta.url);
mkdirSync(results, { recursive: true });
writeFileSync(new URL('calls-at-once.json', results), `${JSON.stringify(result, null, 2)}\n`);
console.log(JSON.stringify(result));
const troubles = [small, whole].flatMap(({ complaints }) => complaints);
for (const trouble of troubles.slice(0, 5)) console.error(trouble);
const lost = [small, whole].some((each) => each.lost > 0 || each.unfinished > 0);
process.exit(lost || troubles.length > 0 ? 1 : 0);
