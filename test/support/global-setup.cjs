const { spawn, spawnSync } = require('node:child_process');
const { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, statfsSync } = require('node:fs');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const mysql = require('mysql2/promise');

const HOW_TO_HELP =
  'The tests need a MariaDB: set TEST_DATABASE_URL=mysql://user:password@host:port/database, or install mariadb-server.';

/** Several times what both databases of a run grow to, in bytes. */
const ROOM_IN_MEMORY = 2 * 1024 ** 3;

/** Makes TEST_DATABASE_URL point to a server, a private one if none is given, and gives this run a folder of its own. */
module.exports = async function globalSetup() {
  const folder = mkdtempSync(join(runsIn(), 'faultline-test-'));
  process.env.TEST_RUN_DIR = folder;
  // Built once, before: the command's own tests run side by side and must not build each into the other's feet.
  const build = spawnSync(process.execPath, [join(__dirname, '..', '..', 'bin', 'build.mjs')], { stdio: 'inherit' });
  if (build.status !== 0) throw new Error('The project does not build.');
  if (!wantsMariadb(process.argv) || process.env.TEST_DATABASE_URL) return;
  const server = findServer() ?? install();
  const port = await freePort();
  globalThis.privateMariadb = await start(server, join(folder, 'mariadb'), port);
  process.env.TEST_DATABASE_URL = `mysql://root@127.0.0.1:${port}/faultline_test`;
};

/** A folder in memory where there is one with room: every commit waits for the disk, and nothing here outlives the run. */
function runsIn() {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > ROOM_IN_MEMORY ? memory : tmpdir();
}

/** False only if the projects were chosen by name and mariadb is not among them. */
function wantsMariadb(words) {
  const at = words.findIndex((word) => word.startsWith('--selectProjects'));
  return at < 0 || words.slice(at).some((word) => /(^|=)mariadb$/.test(word));
}

function findServer() {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
  const places = ['mariadbd', 'mysqld'].flatMap((name) => folders.map((folder) => join(folder, name)));
  return places.find((place) => existsSync(place));
}

function install() {
  if (process.getuid?.() !== 0) throw new Error(HOW_TO_HELP);
  const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  // Debian starts the service after the installation; where there is no init system that fails and does not matter.
  spawnSync('apt-get', ['update', '-qq'], options);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'mariadb-server'], options);
  const server = findServer();
  if (!server) throw new Error(HOW_TO_HELP);
  return server;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** The server refuses to run as root, so root gives it to an account without rights. */
function account() {
  if (process.getuid?.() !== 0) return undefined;
  const names = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':')[0]);
  return names.includes('mysql') ? 'mysql' : 'nobody';
}

async function start(server, folder, port) {
  const user = account();
  const run = `${folder}-run`;
  mkdirSync(folder);
  mkdirSync(run);
  const own = user === undefined ? [] : [`--user=${user}`];
  if (user !== undefined) {
    spawnSync('chown', ['-R', user, folder, run]);
    spawnSync('chmod', ['711', join(folder, '..')]);
  }
  initialise(server, folder, own);
  const log = openSync(`${folder}.log`, 'a');
  const child = spawn(server, [...settings(folder, run, port), ...own], { stdio: ['ignore', log, log] });
  await answers(child, port, `${folder}.log`);
  return child;
}

function initialise(server, folder, own) {
  const tool = ['mariadb-install-db', 'mysql_install_db'].find(
    (name) => spawnSync(name, ['--help']).error === undefined,
  );
  const quick = ['--no-defaults', `--datadir=${folder}`, ...own];
  const done = tool
    ? spawnSync(tool, [...quick, '--auth-root-authentication-method=normal', '--skip-test-db'], { encoding: 'utf8' })
    : spawnSync(server, [...quick, '--initialize-insecure'], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${HOW_TO_HELP} (${server} could not make its files: ${done.stderr})`);
}

/** Nothing here must outlive the run, so the server is told not to care about the disk. */
function settings(folder, run, port) {
  return [
    '--no-defaults',
    `--datadir=${folder}`,
    `--socket=${run}/socket`,
    `--pid-file=${run}/pid`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    '--skip-log-bin',
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-doublewrite=0',
    '--innodb-buffer-pool-size=64M',
    '--max-connections=400',
  ];
}

async function answers(child, port, log) {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries += 1) {
    try {
      const connection = await mysql.createConnection({ host: '127.0.0.1', port, user: 'root' });
      await connection.end();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  child.kill('SIGKILL');
  throw new Error(`${HOW_TO_HELP} (The private server did not start: ${readFileSync(log, 'utf8').slice(-2000)})`);
}
