/**
 * A storm: a town of 20,000 accounts, 64 callers at once, each a whole call from the ring to the `created` node, hang-up and
 * status callback; with one process (ROLE=all), then with ROLE=web and ROLE=worker apart. After that 20 calls a second with a
 * danger (P0) every few seconds: how soon its page is at the carrier, first with nothing else due (callers join a known outage),
 * then while every call opens a report whose page and receipt are due as well.
 *   node bench/storm.mjs [--seconds 60] [--callers 64] [--accounts 20000] [--only storm|paging] [--disk]
 * Hotline, a MariaDB of its own, a carrier that answers every page, and this generator share two cores. About six minutes unless
 * told otherwise; all on loopback. The policy is the shipped one: one call and one text a second leave the house
 * (`paging.callsPerSecond`), so most pages of a storm are still due when it is over. `--disk` puts the database on the disk
 * instead of into memory.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildIfNeeded } from '../bin/build.mjs';
import { joinOutage, reportPowerCut } from './support/callers.mjs';
import { Webhooks } from './support/carrier.mjs';
import { CarrierRest } from './support/carrier-rest.mjs';
import { DangerLoad } from './support/danger-load.mjs';
import { percentile, percentiles, round } from './support/figures.mjs';
import { faultline, serveHotline } from './support/hotline.mjs';
import { startMariadb } from './support/mariadb.mjs';
import { watchProcessors } from './support/processor-time.mjs';
import { ReadyWatch } from './support/ready-watch.mjs';
import { keepToTwoCores, Stage, tell } from './support/stage.mjs';
import { StormLoad } from './support/storm-load.mjs';
import { writeTown } from './support/town.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    callers: { type: 'string', default: '64' },
    accounts: { type: 'string', default: '20000' },
    only: { type: 'string', default: 'all' },
    disk: { type: 'boolean', default: false },
  },
});
const [seconds, callers, accounts] = ['seconds', 'callers', 'accounts'].map((name) => Number(values[name]));
const perSecond = 20;
/** Compiled and connected by then; what happens before does not count, in milliseconds. */
const warmUp = Math.min(5, seconds / 4) * 1000;
/** What the calls leave to be done is watched for this long, in milliseconds. */
const afterwards = 10_000;
/** An outage that was imported is known to every process by then, in milliseconds. */
const outageKnownAfter = 6000;

keepToTwoCores();
buildIfNeeded();
const stage = new Stage({ onDisk: values.disk, giveUpAfter: 240 + 4 * (seconds + 60) });
const mariadb = await startMariadb(stage);
const town = writeTown(stage.folder, accounts);

/** A hotline with a fresh town and its carrier, for as long as `work` takes. */
async function withHotline(roles, ordered, work) {
  const databaseUrl = await mariadb.empty('hotline');
  await faultline(stage, databaseUrl, ['import', `${stage.folder}/town`]);
  const carrier = new CarrierRest(ordered);
  await carrier.start();
  const hotline = await serveHotline(stage, { databaseUrl, carrierUrl: carrier.url, roles });
  carrier.webhooks = new Webhooks(hotline.url);
  const figures = await work({ hotline, carrier, databaseUrl });
  carrier.stop();
  await hotline.stop();
  const { placed, problems } = carrier;
  return {
    roles: roles.join(' + '),
    ...figures,
    atTheCarrier: { ...placed, problems },
    complaints: hotline.complaints(),
  };
}

const sum = (counters) => Object.values(counters).reduce((total, value) => total + value, 0);
const pidsOf = (hotline) => ({ ...hotline.pids, mariadb: mariadb.pid, generator: process.pid });

function storm(roles) {
  return withHotline(roles, undefined, async ({ hotline }) => {
    const times = { document: [], callback: [] };
    let counts = false;
    const webhooks = new Webhooks(hotline.url, (kind, { ms }) => counts && times[kind].push(ms));
    const watch = new ReadyWatch(hotline.processes);
    const atFirst = await mariadb.statements();
    const load = new StormLoad(webhooks, town.reporters, callers);
    await pause(warmUp);
    const used = watchProcessors(pidsOf(hotline));
    const [from, before] = [performance.now(), await mariadb.statements()];
    counts = true;
    await pause(seconds * 1000);
    const [until, after] = [performance.now(), await mariadb.statements()];
    counts = false;
    const processors = used();
    await load.stop();
    const over = performance.now();
    await pause(afterwards);
    await watch.stop();
    const ticketsOpened = sum(await hotline.counters('tickets_opened_total'));
    const statements = { inside: after - before, whole: (await mariadb.statements()) - atFirst };
    return { ...figures({ load, watch, times, statements, from, until, over }), ticketsOpened, processors };
  });
}

/** The load was steady from `from` until `until`, and the last call over at `over`. */
function figures({ load, watch, times, statements, from, until, over }) {
  const callsPerSecond = load.perSecond(from, until);
  const statementsPerSecond = (1000 * statements.inside) / (until - from);
  return {
    calls: load.calls,
    callsPerHour: Math.round(3600 * callsPerSecond),
    statementsPerCall: callsPerSecond === 0 ? null : round(statementsPerSecond / callsPerSecond, 1),
    statementsPerCallWithWhatFollowed: load.calls === 0 ? null : round(statements.whole / load.calls, 1),
    webhookMs: percentiles(times.document),
    callbackMs: percentiles(times.callback),
    errors: load.errors,
    readyz: {
      during: watch.between(from, over),
      after: watch.between(over, Infinity),
      readyAfterMs: watch.readyAfter(over),
    },
  };
}

function paging(nothingElseDue) {
  let load = null;
  const ordered = (order) => load?.ordered(order);
  return withHotline(['all'], ordered, async ({ hotline, databaseUrl }) => {
    if (nothingElseDue) {
      await faultline(stage, databaseUrl, ['import', `${stage.folder}/outage`]);
      await pause(outageKnownAfter);
    }
    const times = [];
    const webhooks = new Webhooks(hotline.url, (kind, { ms }) => kind === 'document' && times.push(ms));
    load = new DangerLoad({ webhooks, town, perSecond });
    const used = watchProcessors(pidsOf(hotline));
    const callFrom = nothingElseDue
      ? (phone) => joinOutage(webhooks, phone)
      : (phone) => reportPowerCut(webhooks, phone);
    await load.run(seconds, nothingElseDue ? town.dark : town.reporters, callFrom);
    const { calls, dangers, pagedAfter, errors } = load;
    return {
      ...{ calls, dangers },
      pageAtCarrierMs: {
        ...{ p50: round(percentile(pagedAfter, 0.5), 0), p95: round(percentile(pagedAfter, 0.95), 0) },
        ...{ most: round(percentile(pagedAfter, 1), 0), goalP95: 1000 },
      },
      webhookMs: percentiles(times),
      errors,
      processors: used(),
    };
  });
}

const scenarios = [
  ['storm', 'storm', () => storm(['all'])],
  ['storm', 'stormApart', () => storm(['web', 'worker'])],
  ['paging', 'dangerWithNothingElseDue', () => paging(true)],
  ['paging', 'dangerAmongReports', () => paging(false)],
].filter(([kind]) => values.only === 'all' || values.only === kind);

const threeOf = ({ p50, p95, p99 }) => `p50 ${p50} p95 ${p95} p99 ${p99} ms`;
const wentWrong = (each) =>
  `${each.errors.total} went wrong${each.errors.total > 0 ? ` ${JSON.stringify(each.errors)}` : ''}`;
const stormLine = (each) =>
  `${each.callsPerHour} calls an hour, ${each.statementsPerCall} statements a call ` +
  `(${each.statementsPerCallWithWhatFollowed} with what followed), webhook ${threeOf(each.webhookMs)}, ${wentWrong(each)}; ` +
  `/readyz not 200 ${each.readyz.during.notReady} of ${each.readyz.during.asked} times during it and ` +
  `${each.readyz.after.notReady} of ${each.readyz.after.asked} after, 200 again ${each.readyz.readyAfterMs} ms after`;
const dangerLine = (each) =>
  `${each.calls} calls and ${each.dangers} dangers, page at the carrier p50 ${each.pageAtCarrierMs.p50} ` +
  `p95 ${each.pageAtCarrierMs.p95} ms (goal p95 1000), webhook ${threeOf(each.webhookMs)}, ${wentWrong(each)}`;

const result = { benchmark: 'storm', database: mariadb.about, accounts, seconds, callers, policy: 'as shipped' };
for (const [kind, name, run] of scenarios) {
  result[name] = await run();
  console.error(`${name} (${result[name].roles}): ${(kind === 'storm' ? stormLine : dangerLine)(result[name])}`);
}
tell(result);
process.exit(scenarios.some(([, name]) => result[name].errors.total > 0) ? 1 : 0);
