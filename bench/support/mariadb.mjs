import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import { freePort } from './stage.mjs';

/** As a small server would have it; every commit is flushed, as MariaDB does by itself. */
const settings = ['--innodb-buffer-pool-size=256M', '--max-connections=200', '--skip-name-resolve'];

/** A private MariaDB in the folder of the stage. */
export async function startMariadb(stage) {
  const server = findServer();
  const folder = join(stage.folder, 'mariadb');
  const run = join(stage.folder, 'mariadb-run');
  for (const made of [folder, run]) mkdirSync(made);
  const user = account();
  const own = user === null ? [] : [`--user=${user}`];
  if (user !== null) {
    spawnSync('chown', ['-R', user, folder, run]);
    spawnSync('chmod', ['711', stage.folder]);
  }
  makeFiles(['--no-defaults', `--datadir=${folder}`, ...own]);
  const port = await freePort();
  const places = [`--datadir=${folder}`, `--socket=${run}/socket`, `--pid-file=${run}/pid`, `--port=${port}`];
  const args = ['--no-defaults', ...places, '--bind-address=127.0.0.1', ...settings, ...own];
  const child = stage.start('mariadb', server, args);
  const connection = await connect(child, port, join(stage.folder, 'mariadb.log'));
  return new Mariadb(child, port, connection, stage);
}

class Mariadb {
  constructor(child, port, connection, stage) {
    Object.assign(this, { pid: child.pid, port, connection });
    this.about = { settings: ['defaults', ...settings].join(' '), data: stage.inMemory ? 'in memory' : 'on disk' };
  }

  /** An empty database of this name; answers its URL. */
  async empty(name) {
    await this.connection.query(`DROP DATABASE IF EXISTS ${name}`);
    await this.connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
    return `mysql://root@127.0.0.1:${this.port}/${name}`;
  }

  /** How many statements the server has had from anybody, this question included. */
  async statements() {
    const [[row]] = await this.connection.query("SHOW GLOBAL STATUS LIKE 'Questions'");
    return Number(row.Value);
  }
}

function findServer() {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
  const places = ['mariadbd', 'mysqld'].flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  console.error('This benchmark starts a MariaDB of its own: install mariadb-server.');
  process.exit(2);
}

/** The server refuses to run as root, so root gives it to an account without rights. */
function account() {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync('/etc/passwd', 'utf8');
  return /^mysql:/m.test(users) ? 'mysql' : 'nobody';
}

function makeFiles(options) {
  const args = [...options, '--auth-root-authentication-method=normal', '--skip-test-db'];
  const { status, stderr } = spawnSync('mariadb-install-db', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`MariaDB could not make its files: ${stderr}`);
}

async function connect(child, port, log) {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries += 1) {
    try {
      return await mysql.createConnection({ host: '127.0.0.1', port, user: 'root' });
    } catch {
      await pause(100);
    }
  }
  throw new Error(`MariaDB did not start: ${readFileSync(log, 'utf8').slice(-2000)}`);
}
