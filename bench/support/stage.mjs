import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

const cores = 2;
/** Several times what the database of a run grows to, in bytes. */
const roomInMemory = 3 * 1024 ** 3;

/** Where there are more cores, runs this very script once more on two of them and ends with it; what it starts stays there too. */
export function keepToTwoCores() {
  if (availableParallelism() <= cores) return;
  const again = ['-c', `0-${cores - 1}`, process.execPath, ...process.argv.slice(1)];
  const { status, error } = spawnSync('taskset', again, { stdio: 'inherit' });
  if (error === undefined) process.exit(status ?? 1);
  console.error(`taskset cannot be run, so this is a run on ${availableParallelism()} cores.`);
}

/** What a benchmark has set up: a folder and processes. All of it goes when the script ends, however it ends. */
export class Stage {
  #children = new Set();

  /** `onDisk`: the folder is on the disk, else in memory where there is room; the script gives up after so many seconds. */
  constructor({ onDisk, giveUpAfter }) {
    this.inMemory = !onDisk && hasRoomInMemory();
    this.folder = mkdtempSync(join(this.inMemory ? '/dev/shm' : tmpdir(), 'faultline-bench-'));
    process.once('exit', () => this.#clear());
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
    setTimeout(() => {
      console.error(`Not finished within ${giveUpAfter} seconds.`);
      process.exit(1);
    }, giveUpAfter * 1000).unref();
  }

  /** A program that ends with this script; what it writes goes to `<name>.log` in the folder. */
  start(name, command, args, options = {}) {
    const log = openSync(join(this.folder, `${name}.log`), 'a');
    const child = spawn(command, args, { stdio: ['ignore', log, log], ...options });
    this.#children.add(child);
    return child;
  }

  /** Ends it at once and waits until it has gone. */
  async stop(child) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    this.#children.delete(child);
  }

  #clear() {
    for (const child of this.#children) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function hasRoomInMemory() {
  if (!existsSync('/dev/shm')) return false;
  const { bavail, bsize } = statfsSync('/dev/shm');
  return bavail * bsize > roomInMemory;
}

/** A loopback port that nobody uses now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** One line of JSON for whoever reads along, and the same in a file of bench/results. */
export function tell(result) {
  const results = new URL('../results/', import.meta.url);
  mkdirSync(results, { recursive: true });
  writeFileSync(new URL(`${result.benchmark}.json`, results), `${JSON.stringify(result, null, 2)}\n`);
  console.log(JSON.stringify(result));
}
