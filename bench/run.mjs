/**
 * Runs every benchmark, or the named ones, one after another; each prints one line of JSON and writes it to bench/results.
 *   node bench/run.mjs [name ...]
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const benchmarks = ['import', 'idle-sweep', 'calls-at-once', 'steps', 'storm'];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benchmarks.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}; there are ${benchmarks.join(', ')}.`);
  process.exit(2);
}
let failed = false;
for (const name of wanted.length > 0 ? wanted : benchmarks) {
  const script = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
  failed = spawnSync(process.execPath, [script], { stdio: 'inherit' }).status !== 0 || failed;
}
process.exit(failed ? 1 : 0);
