// Builds dist/ when any source is newer than the last build: the program, and the phone page apart from it.
// Types are checked by `npm run check`.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const page = join('emulator', 'phone-page');
const programFolders = ['src', 'models', 'cron', 'emulator'];

const program = {
  name: 'program',
  sources: [...programFolders, 'tsconfig.json', 'tsconfig.build.json', 'package.json'],
  except: join(root, page),
  build(made) {
    runTool('typescript', 'bin/tsc', ['-p', join(root, 'tsconfig.build.json'), '--outDir', made]);
    if (existsSync(join(dist, page))) renameSync(join(dist, page), join(made, page));
    return programFolders;
  },
};

/** The browser phone: about five seconds. */
const phonePage = {
  name: 'phone page',
  sources: [page, 'package.json'],
  build(made) {
    runTool('vite', 'bin/vite.js', [
      'build',
      '--config',
      join(root, page, 'vite.config.mjs'),
      '--outDir',
      join(made, page),
    ]);
    return [page];
  },
};

/** When the newest file below a path was changed; `except` is a folder that does not count. */
const newest = (path, except) => {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  const inside = readdirSync(path).map((name) => join(path, name));
  const counted = inside.filter((one) => one !== except);
  return counted.reduce((latest, one) => Math.max(latest, newest(one, except)), found.mtimeMs);
};

/** Builds what is missing in dist/ or older than its sources. */
export function buildIfNeeded() {
  for (const part of [program, phonePage]) buildPart(part);
}

function buildPart({ name, sources, except, build }) {
  const stamp = join(dist, `.built-${name.replace(' ', '-')}`);
  const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  if (sources.every((path) => newest(join(root, path), except) <= built)) return;
  process.stderr.write(`Building the ${name} …\n`);
  const startedAt = new Date();
  mkdirSync(dist, { recursive: true });
  // Built aside and moved into place, so that what runs meanwhile never meets half a build.
  const made = mkdtempSync(join(dist, '.building-'));
  try {
    for (const folder of build(made)) replace(join(dist, folder), join(made, folder), join(made, 'old'));
    writeFileSync(stamp, '');
    // What was changed during the build is built the next time.
    utimesSync(stamp, startedAt, startedAt);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

function replace(target, made, old) {
  mkdirSync(dirname(target), { recursive: true });
  if (existsSync(target)) renameSync(target, old);
  renameSync(made, target);
  rmSync(old, { recursive: true, force: true });
}

/** Runs a tool of this project's packages. */
function runTool(name, file, args) {
  const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  execFileSync(process.execPath, [join(folder, file), ...args], { stdio: ['ignore', 2, 2], cwd: root });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildIfNeeded();
