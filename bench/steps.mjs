/**
 * How many steps of the dialogue a second one hotline process answers, against a bare signed endpoint that reads one row, in
 * turns in one run: a signed POST of a key, as the carrier sends it, at `neighbours` (asks no database), `main-menu` and `account`.
 *   node bench/steps.mjs [--seconds 3] [--rounds 7] [--lines 32] [--accounts 20000] [--disk]
 * The hotline, the endpoint, a MariaDB of their own and this generator share two cores. About three minutes unless told
 * otherwise. `ratio` is the median of the rounds' own ratios; `perCoreSecond` counts by the time that the answering process got,
 * which other work on the machine disturbs less. `--disk` puts the database on the disk instead of into memory.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, URL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildIfNeeded } from '../bin/build.mjs';
import { walkTo } from './support/callers.mjs';
import { account, callFields, newSid, signedRequest, Webhooks } from './support/carrier.mjs';
import { CarrierRest } from './support/carrier-rest.mjs';
import { median, percentiles, round, Tally } from './support/figures.mjs';
import { faultline, serveHotline } from './support/hotline.mjs';
import { Line } from './support/line.mjs';
import { startMariadb } from './support/mariadb.mjs';
import { watchProcessors } from './support/processor-time.mjs';
import { freePort, keepToTwoCores, Stage, tell } from './support/stage.mjs';
import { writeTown } from './support/town.mjs';

const goals = { neighbours: 0.75, 'main-menu': 0.45, account: 0.45 };
/** The key that is pressed at each node, and the node that must ask next. */
const steps = {
  neighbours: { key: '4', next: 'caller/symptom' },
  'main-menu': { key: '1', next: 'caller/account' },
  account: { key: '1', next: 'caller/neighbours' },
};

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '7' },
    lines: { type: 'string', default: '32' },
    accounts: { type: 'string', default: '20000' },
    disk: { type: 'boolean', default: false },
  },
});
const [seconds, rounds, lineCount, accounts] = ['seconds', 'rounds', 'lines', 'accounts'].map((name) =>
  Number(values[name]),
);
keepToTwoCores();
buildIfNeeded();
const stage = new Stage({ onDisk: values.disk, giveUpAfter: 120 + 6 * seconds * (rounds + 1) });
const mariadb = await startMariadb(stage);
const problems = new Tally();

/** The same webhook for many calls: each comes from a caller who was really led there, under a call of its own. */
function target(name, process, port, places, next) {
  let sent = 0;
  const request = () => {
    const { url, from, key } = places[(sent += 1) % places.length];
    const call = { sid: newSid('CA'), from, to: account.number, direction: 'inbound', status: 'in-progress' };
    return signedRequest(url, { ...callFields(call), Digits: key });
  };
  const lines = Array.from({ length: lineCount }, () => new Line(port));
  return { name, process, lines, request, next, rates: [], ratios: [], statements: [], times: [], processors: [] };
}

async function startBareEndpoint() {
  const port = await freePort();
  const url = await mariadb.empty('bare');
  const { connection } = mariadb;
  await connection.query('CREATE TABLE bare.places (id INT PRIMARY KEY, name VARCHAR(64), address VARCHAR(191))');
  const rows = Array.from({ length: accounts }, (_, index) => [index + 1, `王芳${index}`, `学院路${index}号`]);
  await connection.query('INSERT INTO bare.places VALUES ?', [rows]);
  const script = fileURLToPath(new URL('support/bare-endpoint.mjs', import.meta.url));
  const { pid } = stage.start('bare-endpoint', process.execPath, [script, String(port), url]);
  const places = rows.slice(0, 64).map(([id], index) => ({
    url: `http://127.0.0.1:${port}/voice?l=zh-CN&b=main-menu&account=${id}`,
    from: `+86138${String(index).padStart(8, '0')}`,
    key: '1',
  }));
  return target('bare', pid, port, places, '<Say>王芳');
}

async function startHotline() {
  const databaseUrl = await mariadb.empty('hotline');
  const town = writeTown(stage.folder, accounts);
  await faultline(stage, databaseUrl, ['import', `${stage.folder}/town`]);
  const carrier = new CarrierRest();
  await carrier.start();
  const hotline = await serveHotline(stage, { databaseUrl, carrierUrl: carrier.url, roles: ['all'] });
  const webhooks = new Webhooks(hotline.url);
  carrier.webhooks = webhooks;
  const targets = [];
  for (const [node, { key, next }] of Object.entries(steps)) {
    const places = [];
    for (const phone of town.reporters.slice(0, 64)) {
      const { asked } = await walkTo(webhooks, phone, `caller/${node}`);
      places.push({ url: asked.action, from: phone, key });
    }
    targets.push(target(node, hotline.pids.all, Number(new URL(hotline.url).port), places, `/voice/step/${next}`));
  }
  return { hotline, carrier, targets };
}

/** Every line asks again as soon as it is answered, until the time is up. */
async function ask(one, forSeconds) {
  const times = [];
  const until = performance.now() + forSeconds * 1000;
  const work = async (line) => {
    while (performance.now() < until) {
      const { path, headers, body } = one.request();
      const answer = await line.post(path, headers, body);
      times.push(answer.ms);
      if (answer.status !== 200 || !answer.body.includes(one.next)) problems.add(`${one.name}: ${answer.status}`);
    }
  };
  const begun = performance.now();
  await Promise.all(one.lines.map(work));
  return { times, rate: (1000 * times.length) / (performance.now() - begun) };
}

async function measure(one) {
  const before = await mariadb.statements();
  const used = watchProcessors({ server: one.process, mariadb: mariadb.pid, generator: process.pid });
  const { times, rate } = await ask(one, seconds);
  one.processors.push(used());
  // One of them is our own question.
  one.statements.push(((await mariadb.statements()) - before - 1) / times.length);
  one.times.push(...times);
  one.rates.push(rate);
}

const bare = await startBareEndpoint();
const { hotline, carrier, targets } = await startHotline();
await pause(1000);
const all = [bare, ...targets];
for (const one of all) await ask(one, Math.min(seconds, 3));
for (let turn = 0; turn < rounds; turn += 1) {
  for (const one of all) {
    await measure(one);
    one.ratios.push(one.rates[turn] / bare.rates[turn]);
  }
  console.error(
    `round ${turn + 1} of ${rounds}: ${all.map(({ name, rates }) => `${name} ${Math.round(rates[turn])}/s`).join(', ')}`,
  );
}
carrier.stop();
await hotline.stop();
const complaints = hotline.complaints();

/** Answers for each second of a core that the process used. */
const perCoreSecond = (one) => median(one.rates.map((rate, turn) => (100 * rate) / one.processors[turn].server));

const figures = (one) => ({
  perSecond: Math.round(median(one.rates)),
  ratio: round(median(one.ratios)),
  ...(goals[one.name] !== undefined && { goal: goals[one.name] }),
  perCoreSecond: { answers: Math.round(perCoreSecond(one)), ratio: round(perCoreSecond(one) / perCoreSecond(bare)) },
  statements: round(median(one.statements)),
  ms: percentiles(one.times),
  processors: Object.fromEntries(
    ['server', 'mariadb', 'generator'].map((name) => [name, median(one.processors.map((each) => each[name]))]),
  ),
});
for (const one of all) {
  const { perSecond, ratio, goal, statements, ms, processors } = figures(one);
  const aim = goal === undefined ? '' : ` (goal ${goal})`;
  console.error(
    `${one.name.padEnd(10)} ${String(perSecond).padStart(5)}/s  ratio ${ratio}${aim}  ${statements} statements  ` +
      `p50 ${ms.p50} p95 ${ms.p95} p99 ${ms.p99} ms  core %: server ${processors.server}, MariaDB ${processors.mariadb}, generator ${processors.generator}`,
  );
}
tell({
  ...{ benchmark: 'steps', database: mariadb.about, accounts, lines: lineCount, seconds, rounds },
  steps: Object.fromEntries(all.map((one) => [one.name, figures(one)])),
  problems,
  complaints,
});
process.exit(problems.total > 0 ? 1 : 0);
