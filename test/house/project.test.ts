import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folders = ['src', 'models', 'cron', 'emulator', 'test', 'bin', 'config', 'demo', 'docs', 'ivr-flows'];
const topLevel = ['README.md', 'CHANGELOG.md', 'package.json', '.env.example', '.ci/run'];

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
const existing = (file: string): boolean => {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
};
const files = [...folders.flatMap(filesIn), ...topLevel.filter(existing)];
const sources = files.filter((file) => /\.(ts|mjs|cjs)$/.test(file));

/** Files in which a pattern stands. */
function holding(pattern: RegExp, among: readonly string[] = files): string[] {
  return among.filter((file) => pattern.test(readFileSync(file, 'utf8')));
}

it('looks at the whole project', () => {
  expect(files.length).toBeGreaterThan(60);
  expect(sources).toContain(join('src', 'carrier', 'carrier.ts'));
});

it('names no place of one machine', () => {
  expect(holding(new RegExp(['/home', '/Users', '/work', '/root'].map((start) => `${start}/\\w`).join('|')))).toEqual(
    [],
  );
});

it('has no key, no certificate and no account of a real carrier', () => {
  expect(holding(/-----BEGIN [A-Z ]*PRIVATE KEY|\bAC(?!0{20})[0-9a-f]{32}\b|\bSK[0-9a-f]{32}\b/)).toEqual([]);
});

it('has no switched-off or lonely tests', () => {
  const marks = ['only', 'skip', 'todo'].map((mark) => `(describe|it|test)\\.${mark}\\(`).join('|');
  expect(holding(new RegExp(marks), sources)).toEqual([]);
});

it('gives a reason beside every lint exception and has no blanket ones', () => {
  const bare = sources.filter((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .some((line) => /eslint-disable(?!.* -- \S)/.test(line) && !file.endsWith(join('house', 'project.test.ts'))),
  );
  expect(bare).toEqual([]);
  expect(
    holding(
      /@ts-(ignore|nocheck)\b/,
      sources.filter((file) => !file.includes('house')),
    ),
  ).toEqual([]);
});

it('has none of the file names that mean nothing', () => {
  const named = sources.filter((file) => /(^|\/)(utils?|helpers?|types|constants|index|misc|common)\.ts$/.test(file));
  expect(named.filter((file) => file !== join('cron', 'index.ts'))).toEqual([]);
});

it('is Apache-2.0, in the package and in the whole text', () => {
  const { license } = JSON.parse(readFileSync('package.json', 'utf8')) as { license: string };
  expect(license).toBe('Apache-2.0');
  const text = readFileSync('LICENSE', 'utf8');
  expect(text).toContain('Version 2.0, January 2004');
  expect(text).toContain('END OF TERMS AND CONDITIONS');
});

it('needs no Node newer than the package says', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
  expect(engines.node).toBe('>=20');
  expect(
    holding(
      /\b(Object|Map)\.groupBy\(|Promise\.withResolvers\(/,
      sources.filter((file) => !file.includes('house')),
    ),
  ).toEqual([]);
});
