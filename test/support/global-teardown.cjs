const { rmSync } = require('node:fs');
const { basename } = require('node:path');
const mysql = require('mysql2/promise');

/** Stops the private server, or removes what this run made on a given one, and removes the folder of the run. */
module.exports = async function globalTeardown() {
  const folder = process.env.TEST_RUN_DIR;
  const server = globalThis.privateMariadb;
  if (server) await stopped(server);
  else if (process.env.TEST_DATABASE_URL) await dropDatabases(process.env.TEST_DATABASE_URL, basename(folder));
  rmSync(folder, { recursive: true, force: true });
};

/** Killed, not asked: its files are thrown away anyway. */
function stopped(server) {
  return new Promise((resolve) => {
    server.once('exit', resolve);
    server.kill('SIGKILL');
  });
}

async function dropDatabases(url, run) {
  const connection = await mysql.createConnection(url.slice(0, url.lastIndexOf('/')));
  const [rows] = await connection.query('SHOW DATABASES');
  const mine = rows.map((row) => row.Database).filter((name) => name.includes(run.replaceAll('-', '_')));
  for (const name of mine) await connection.query(`DROP DATABASE \`${name}\``);
  await connection.end();
}
