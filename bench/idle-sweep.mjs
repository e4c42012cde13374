/**
 * What a beat of the worker costs when nothing is due, against a bare `SELECT 1` through the same driver in the same run.
 *   node bench/idle-sweep.mjs [reports that are over] [database url]
 * Without a URL it uses a SQLite file in a temporary folder. A given database must be empty.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfNeeded } from '../bin/build.mjs';

buildIfNeeded();
const require = createRequire(import.meta.url);
const { openDatabase } = require('../dist/models/database.js');
const { migrate } = require('../dist/models/migrate.js');
const { loadPolicy } = require('../dist/src/services/load-policy.js');
const { sweep } = require('../dist/src/services/worker/sweep.js');

const over = Number(process.argv[2] ?? 20_000);
const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
const url = process.argv[3] ?? `sqlite:${join(folder, 'bench.sqlite')}`;
const underWay = 50;
const beats = 200;
const rounds = 9;
const now = new Date('2026-03-02T04:00:00.000Z');
const ago = new Date(now.getTime() - 86_400_000);
const soon = new Date(now.getTime() + 3_600_000);

let statements = 0;
const database = await openDatabase({ url, dataDir: folder, log: () => (statements += 1) });
await migrate(database);
const queries = database.sequelize.getQueryInterface();

const insert = async (table, count, row) => {
  for (let from = 0; from < count; from += 1000) {
    const rows = Array.from({ length: Math.min(1000, count - from) }, (_, index) => row(from + index + 1));
    await queries.bulkInsert(table, rows);
  }
};
const isOver = (id) => id > underWay;
const report = {
  ...{ kind: 'fault', category: 'lv', responsibility: 'GRID', priority: 'P1', channel: 'phone', region_code: 'URB' },
  ...{ place: 'home', in_home: false, summary_zh: '停电', summary_en: 'Power cut', reporter_role: 'customer' },
  ...{ reporter_language: 'en', report_no: 0, arrival_verified_by: '', chargeable: false, reopened_count: 0 },
  ...{ key_followup: false, triage: '{}' },
};
const call = { channel: 'call', priority_rank: 50, to_phone: '+8613800000001', language: 'en', attempt_no: 1 };

/** Each report has a search, two calls, a callback and some lines of its timeline; fifty are under way and wait for later. */
async function fill() {
  await insert('tickets', over, (id) => ({
    ...{ ...report, id, number: String(20_000_000 + id), reported_at: ago, updated_at: ago },
    ...(isOver(id) ? { state: 'closed', arrival_due_at: ago } : { state: 'accepted', arrival_due_at: soon }),
  }));
  await insert('timeline_entries', over * 3, (id) => ({
    ...{ ticket_id: 1 + (id % over), at: ago, type: 'noted', by_kind: 'system', data: '{}' },
  }));
  await insert('pagings', over, (id) => ({
    ...{ ticket_id: id, team_code: 'G-URB', round: 1, step: 0, created_at: ago, next_due_at: isOver(id) ? ago : soon },
    state: isOver(id) ? 'accepted' : 'active',
  }));
  await insert('attempts', over, (id) => ({
    ...{ ...call, kind: 'page', ticket_id: id, paging_id: id, status_sequence: 1, due_at: ago, created_at: ago },
    ...(isOver(id) ? { state: 'ended' } : { state: 'ringing', lease_until: soon }),
  }));
  await insert('attempts', over, (id) => ({
    ...{ ...call, kind: 'completion', ticket_id: id, callback_id: id, status_sequence: 1, created_at: ago },
    ...(isOver(id) ? { state: 'ended', due_at: ago } : { state: 'due', due_at: soon }),
  }));
  await insert('callbacks', over, (id) => ({
    ...{ ticket_id: id, kind: 'completion', cycle: 0, due_at: ago, hard_limit_at: soon, attempts: 1, language: 'en' },
    ...{ state: isOver(id) ? 'done' : 'calling', created_at: ago },
  }));
  if (database.kind === 'mysql') await database.sequelize.query('ANALYZE TABLE tickets, attempts, callbacks, pagings');
}

const context = {
  clock: { now: () => now },
  policy: loadPolicy('config/policy.yaml'),
  settings: { timezone: 'Asia/Shanghai' },
  log: { error: (message, fields) => console.error(message, fields) },
};

/** Microseconds a time. */
async function timed(work) {
  const start = performance.now();
  for (let beat = 0; beat < beats; beat += 1) await work();
  return ((performance.now() - start) * 1000) / beats;
}
const median = (values) => [...values].sort((one, other) => one - other)[values.length >> 1];

await fill();
const beat = async () => {
  const { did } = await sweep(context);
  if (did !== 0) throw new Error('Something was due: this is no idle beat.');
};
await beat();
statements = 0;
await beat();
const statementsEach = statements;
const times = { bare: [], beat: [] };
// In turns, so that whatever else the machine does weighs on both.
for (let round = 0; round < rounds; round += 1) {
  times.bare.push(await timed(() => database.sequelize.query('SELECT 1')));
  times.beat.push(await timed(beat));
}
await database.close();
rmSync(folder, { recursive: true, force: true });

const microseconds = { bare: Math.round(median(times.bare)), beat: Math.round(median(times.beat)) };
const result = {
  benchmark: 'idle-sweep',
  database: database.kind,
  reports: over,
  statements: statementsEach,
  microseconds,
  ratio: Math.round((100 * microseconds.beat) / microseconds.bare) / 100,
};
const results = new URL('results/', import.meta.url);
mkdirSync(results, { recursive: true });
writeFileSync(new URL(`idle-sweep-${database.kind}.json`, results), `${JSON.stringify(result, null, 2)}\n`);
console.log(JSON.stringify(result));
