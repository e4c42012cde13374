/**
 * How long an import of 100,000 accounts takes, against a bare bulk INSERT of the same rows through the same driver.
 *   node bench/import.mjs [accounts] [database url]
 * Without a URL it uses a SQLite file in a temporary folder. A given database must be empty of migrations or Faultline's own.
 */
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { buildIfNeeded } from '../bin/build.mjs';

buildIfNeeded();
const require = createRequire(import.meta.url);
const { openDatabase } = require('../dist/models/database.js');
const { migrate } = require('../dist/models/migrate.js');
const { importData } = require('../dist/src/services/data/import-data.js');
const { exportData } = require('../dist/src/services/data/export-data.js');

const count = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
const url = process.argv[3] ?? `sqlite:${join(folder, 'bench.sqlite')}`;
const timed = async (work) => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};

async function writeFiles() {
  writeFileSync(join(folder, 'regions.csv'), 'code,name_zh,name_en,profile,class\nR1,城区,Town,power,urban\n');
  const nodes = 'code,kind,parent,region,name_zh,name_en\nS1,substation,,R1,一站,First\n';
  writeFileSync(join(folder, 'network.csv'), nodes);
  const out = createWriteStream(join(folder, 'accounts.csv'));
  out.write('account_no,name,phones,address_zh,address_en,region,network_node,meter,supply,');
  out.write('balance_cents,medical,critical,language\n');
  for (let index = 0; index < count; index += 1) {
    const phone = `+86138${String(index).padStart(8, '0')}`;
    const places = `学院路${index}号,"${index}, College Road"`;
    out.write(`${10_000_000 + index},王芳${index},${phone},${places},R1,S1,postpaid,connected,-${index},0,0,zh-CN\n`);
  }
  out.end();
  await finished(out);
}

/** The same cells as one-statement-per-thousand INSERTs in one transaction, nothing read, checked or updated. */
async function bareInsert(sequelize) {
  const columns = Array.from({ length: 14 }, (_, index) => `c${index} VARCHAR(191)`).join(', ');
  await sequelize.query('DROP TABLE IF EXISTS bench_rows');
  const charset = database.kind === 'mysql' ? 'CHARACTER SET utf8mb4' : '';
  await sequelize.query(`CREATE TABLE bench_rows (id INTEGER PRIMARY KEY, ${columns}) ${charset}`);
  const transaction = await sequelize.transaction();
  for (let from = 0; from < count; from += 1000) {
    const rows = Array.from({ length: Math.min(1000, count - from) }, (_, index) => {
      const id = from + index;
      return `(${id},'${id}','王芳${id}','+86138${id}','学院路${id}号','${id}, College Road','R1','S1','postpaid','connected','-${id}','0','0','zh-CN','')`;
    });
    await sequelize.query(`INSERT INTO bench_rows VALUES ${rows.join(',')}`, { transaction });
  }
  await transaction.commit();
  await sequelize.query('DROP TABLE bench_rows');
}

const database = await openDatabase({ url, dataDir: folder });
await migrate(database);
await writeFiles();
const settings = { timezone: 'Asia/Shanghai' };
const bare = await timed(() => bareInsert(database.sequelize));
const first = await timed(() => importData(settings, folder));
const again = await timed(() => importData(settings, folder));
const out = await timed(() => exportData(settings, join(folder, 'out')));
await database.close();
rmSync(folder, { recursive: true, force: true });

const round = (value) => Math.round(value * 100) / 100;
const result = {
  benchmark: 'import',
  database: database.kind,
  accounts: count,
  seconds: { bare: round(bare), first: round(first), again: round(again), export: round(out) },
  ratio: round(first / bare),
};
const results = new URL('results/', import.meta.url);
mkdirSync(results, { recursive: true });
writeFileSync(new URL(`import-${database.kind}.json`, results), `${JSON.stringify(result, null, 2)}\n`);
console.log(JSON.stringify(result));
