import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { env, getuid } from 'node:process';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const howToHelp =
  'The browser tests need Chromium: set CHROMIUM_PATH to its program, or install chromium (Debian: apt-get install chromium).';
const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A microphone that hums and needs nobody's permission.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

/** A new browser; each of its contexts begins with nothing remembered. Throws an Error that says what to do when there is none. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: find() ?? install(), args: quiet });
}

function find(): string | undefined {
  const folders = (env['PATH'] ?? '').split(':');
  const named = ['chromium', 'chromium-browser'].flatMap((name) => folders.map((folder) => join(folder, name)));
  return [env['CHROMIUM_PATH'] ?? '', ...named].find((file) => file !== '' && existsSync(file));
}

/** Only root can, and only where there is apt-get. */
function install(): string {
  if (getuid?.() !== 0) throw new Error(howToHelp);
  const options = { stdio: 'inherit', env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  spawnSync('apt-get', ['update', '-qq'], options);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], options);
  const file = find();
  if (file === undefined) throw new Error(howToHelp);
  return file;
}
