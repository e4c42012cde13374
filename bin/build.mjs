// Compiles the TypeScript to dist/ when any source is newer than the last build. Types are checked by `npm run check`.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'dist', '.built');
const sources = ['src', 'models', 'cron', 'emulator', 'tsconfig.json', 'tsconfig.build.json', 'package.json'];

const newest = (path) => {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), found.mtimeMs);
};

/** Builds if dist/ is missing or older than the sources. */
export function buildIfNeeded() {
  const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  if (sources.every((path) => newest(join(root, path)) <= built)) return;
  process.stderr.write('Building dist/ …\n');
  const startedAt = new Date();
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { stdio: ['ignore', 2, 2] });
  const assets = join(root, 'emulator', 'assets');
  if (existsSync(assets)) cpSync(assets, join(root, 'dist', 'emulator', 'assets'), { recursive: true });
  writeFileSync(stamp, startedAt.toISOString());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildIfNeeded();
