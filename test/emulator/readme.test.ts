import { once } from 'node:events';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../support/free-port';

const readme = readFileSync('emulator/README.md', 'utf8');
const POINTS = 22;

const block = (start: string): string => {
  const found = Array.from(readme.matchAll(/```\w+\n([\s\S]*?)```/g), ([, text]) => text ?? '');
  return found.find((text) => text.startsWith(start)) ?? '';
};

describe('the conformance table', () => {
  const rows = Array.from(readme.matchAll(/^\| (\d+) \| .* \| ([a-z, -]+) \|$/gm), ([, point, files]) => ({
    point: Number(point),
    files: (files ?? '').split(', '),
  }));
  const numbersIn = (file: string) => {
    const titles = readFileSync(join(__dirname, `${file}.test.ts`), 'utf8').matchAll(/(?:'|"|`)((?:\[\d+\] )+)/g);
    return Array.from(titles).flatMap(([, labels]) => Array.from((labels ?? '').matchAll(/\d+/g), Number));
  };

  it('has every point once', () => {
    expect(rows.map(({ point }) => point)).toEqual(Array.from({ length: POINTS }, (_, index) => index + 1));
  });

  it.each(rows)('names the tests of point $point, all of them', ({ point, files }) => {
    const all = readdirSync(__dirname).flatMap((name) => /^(.*)\.test\.ts$/.exec(name)?.[1] ?? []);
    expect(all.filter((file) => numbersIn(file).includes(point)).sort()).toEqual([...files].sort());
  });
});

describe('the application of the README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-readme-'));
  const running: ChildProcess[] = [];
  afterAll(() => {
    for (const child of running) child.kill();
    rmSync(folder, { recursive: true });
  });

  /** Starts node on a text of the README and gives back all that it writes. */
  const run = (args: string[], env: Record<string, string> = {}) => {
    const child = spawn(process.execPath, args, {
      env: { NODE_PATH: join(process.cwd(), 'node_modules'), ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running.push(child);
    let written = '';
    child.stdout.on('data', (data: Buffer) => (written += data.toString()));
    const ended = new Promise<string>((resolve) =>
      child.once('close', () => {
        resolve(written);
      }),
    );
    const wrote = new Promise<void>((resolve) =>
      child.stdout.once('data', () => {
        resolve();
      }),
    );
    return { ended, wrote };
  };

  /** Until somebody answers on the port. */
  const listening = async (port: number): Promise<void> => {
    for (;;) {
      const socket = connect(port, '127.0.0.1');
      try {
        await once(socket, 'connect');
        return;
      } catch {
        await pause(20);
      } finally {
        socket.destroy();
      }
    }
  };

  it('is driven by the carrier as the README says', async () => {
    const [app, carrier] = [await freePort(), await freePort()];
    const moved = (text: string) => text.replaceAll('3000', String(app)).replaceAll('3001', String(carrier));
    writeFileSync(join(folder, 'app.js'), moved(block('// app.js')));
    writeFileSync(join(folder, 'call.mjs'), moved(block('// call.mjs')));
    run([join(folder, 'app.js')]);
    await listening(app);
    const settings = Array.from(moved(block('EMULATOR_')).matchAll(/^(\w+)=(\S+)/gm), ([, name, value]) => [
      name,
      value,
    ]);
    await run(['dist/emulator/main.js'], Object.fromEntries(settings) as Record<string, string>).wrote;
    expect(await run([join(folder, 'call.mjs')]).ended).toBe(block('Press 1'));
  });
});
