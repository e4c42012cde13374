import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, URL } from 'node:url';
import { account } from './carrier.mjs';
import { freePort } from './stage.mjs';

const command = fileURLToPath(new URL('../../bin/faultline.mjs', import.meta.url));
const patienceMs = 60_000;

/** Runs `faultline <args>` on a database to its end. */
export async function faultline(stage, databaseUrl, args) {
  const name = args[0];
  const child = stage.start(name, process.execPath, [command, ...args], {
    env: environment(stage, { DATABASE_URL: databaseUrl }),
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0)
    throw new Error(`faultline ${args.join(' ')} failed: ${readFileSync(join(stage.folder, `${name}.log`), 'utf8')}`);
}

/** A served hotline; one process for each role, all behind the address of the first. */
export class Hotline {
  constructor(stage, processes) {
    this.stage = stage;
    this.processes = processes;
    this.url = processes[0].url;
  }

  /** By role. */
  get pids() {
    return Object.fromEntries(this.processes.map(({ role, child }) => [role, child.pid]));
  }

  /** Killed, not asked: calls are still under way, and nothing of it is kept. */
  async stop() {
    await Promise.all(this.processes.map(({ child }) => this.stage.stop(child)));
  }

  /** Sums of the counters with these names over all processes, as `/metrics` tells them, by their labels. */
  async counters(name) {
    const sums = {};
    for (const { url } of this.processes) {
      const text = await (await fetch(`${url}/metrics`)).text();
      for (const [, labels, value] of text.matchAll(new RegExp(`^${name}(?:\\{(.*)\\})? ([\\d.e+-]+)$`, 'gm')))
        sums[labels ?? ''] = (sums[labels ?? ''] ?? 0) + Number(value);
    }
    return sums;
  }

  /** What was logged as a warning or an error, and how often; every message without its fields. */
  complaints() {
    const lines = this.processes.flatMap(({ log }) => readFileSync(log, 'utf8').split('\n'));
    const told = lines.filter((line) => /"level":"(warn|error)"/.test(line)).map(messageOf);
    const counts = new Map();
    for (const message of told) counts.set(message, (counts.get(message) ?? 0) + 1);
    return Object.fromEntries([...counts].sort(([, one], [, other]) => other - one).slice(0, 10));
  }
}

function messageOf(line) {
  try {
    const { level, message, error } = JSON.parse(line);
    const why = error?.message ?? '';
    return `${level}: ${message}${why === '' ? '' : ` (${String(why).slice(0, 120)})`}`;
  } catch {
    return line.slice(0, 120);
  }
}

/** Serves the hotline with one process for each of the roles, with the settings of production; resolves when all are ready. */
export async function serveHotline(stage, { databaseUrl, carrierUrl, roles }) {
  const ports = [];
  for (let index = 0; index < roles.length; index += 1) ports.push(await freePort());
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const processes = roles.map((role, index) => {
    const name = `serve-${role}-${ports[index]}`;
    const settings = { ROLE: role, PORT: String(ports[index]), PUBLIC_BASE_URL: urls[0], DATABASE_URL: databaseUrl };
    const env = environment(stage, { ...settings, ...carrierSettings(carrierUrl) });
    const child = stage.start(name, process.execPath, [command, 'serve'], { env });
    return { role, child, url: urls[index], log: join(stage.folder, `${name}.log`) };
  });
  for (const each of processes) await ready(each);
  return new Hotline(stage, processes);
}

const carrierSettings = (carrierUrl) => ({
  ...{ CARRIER: 'twilio', TWILIO_ACCOUNT_SID: account.sid, TWILIO_AUTH_TOKEN: account.token },
  ...{ TWILIO_API_BASE_URL: carrierUrl, HOTLINE_NUMBER: account.number },
});

const environment = (stage, settings) => ({
  ...{ PATH: process.env.PATH ?? '', NODE_ENV: 'production', DATA_DIR: join(stage.folder, 'data') },
  ...settings,
});

async function ready({ child, url, log }) {
  const until = performance.now() + patienceMs;
  while (performance.now() < until && child.exitCode === null) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.status === 200) return;
    await pause(100);
  }
  throw new Error(`The hotline did not become ready: ${readFileSync(log, 'utf8').slice(-2000)}`);
}
