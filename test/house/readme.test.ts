import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dialCommand } from '../../src/cli/dial';
import { stormCommand } from '../../src/cli/storm';
import { exportCommand, importCommand, migrateCommand } from '../../src/cli/data';
import { doctorCommand } from '../../src/cli/doctor';
import { flowsCommand } from '../../src/cli/flows';
import { forgetCommand } from '../../src/cli/forget';
import { serveCommand } from '../../src/cli/serve';
import { tokenCommand } from '../../src/cli/token';

const pages = ['README.md', 'docs/runbook.md', 'docs/adding-a-node.md'];
const textOf = (page: string): string => readFileSync(page, 'utf8');
const allOf = (pattern: RegExp): string[] =>
  pages.flatMap((page) => [...textOf(page).matchAll(pattern)].map((m) => m[1] ?? ''));
const unique = (words: readonly string[]): string[] => [...new Set(words)].sort();

it('links only to files that exist', () => {
  const links = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\]\(([^)#]+)[^)]*\)/g)].map((m) => join(dirname(page), m[1] ?? '')),
  );
  expect(links.length).toBeGreaterThan(8);
  expect(links.filter((file) => !existsSync(file))).toEqual([]);
});

it('names only commands and options that exist', () => {
  const data = [migrateCommand(), importCommand(), exportCommand()];
  const operators = [doctorCommand(), tokenCommand(), forgetCommand()];
  const commands = [serveCommand(), ...data, ...operators, flowsCommand(), dialCommand(), stormCommand()];
  const names = commands.map((command) => command.name());
  expect(unique(allOf(/npx faultline ([a-z]+)/g)).filter((name) => !names.includes(name))).toEqual([]);
  const options = dialCommand().options.map(({ long }) => long);
  const named = unique(allOf(/faultline dial[^\n#]*?(--[a-z]+)/g));
  expect(named.length).toBeGreaterThan(1);
  expect(named.filter((option) => !options.includes(option))).toEqual([]);
});

it('names only npm scripts and settings that exist', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const called = unique(allOf(/npm (?:run )?(start|test|[a-z]+(?=`| #))/g)).filter((name) => name !== 'ci');
  expect(called.filter((name) => !(name in scripts))).toEqual([]);
  const settings = textOf('.env.example');
  const named = unique(allOf(/`((?:TWILIO|DATABASE|PUBLIC|HOTLINE|ALLOWED|DATA|API|LOG|EMULATOR)_[A-Z_]+)/g));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !settings.includes(`${name}=`))).toEqual([]);
});

it('says the two commands on a line of their own', () => {
  const lines = textOf('README.md').split('\n');
  expect(lines).toContain('npm ci && npm start');
  expect(lines).toContain('npm ci && npm test');
});

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

it('can be installed anywhere: the lock file knows the packages of every platform', () => {
  const { packages } = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, Locked> };
  const missing = Object.entries(packages).flatMap(([at, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`${at}/node_modules/${name}` in packages) && !(`node_modules/${name}` in packages),
    ),
  );
  expect(missing).toEqual([]);
});

it('keeps no source folder out of the repository: ignored folders are those of the top level', () => {
  const folders = textOf('.gitignore')
    .split('\n')
    .filter((line) => line.endsWith('/'));
  expect(folders.filter((line) => !line.startsWith('/'))).toEqual([]);
});
