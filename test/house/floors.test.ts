import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { circles, importGraph } from '../support/import-graph';

interface Floor {
  readonly rooms: readonly string[];
  readonly holds: string;
}

const { rooms: floors } = JSON.parse(readFileSync('floors.json', 'utf8')) as { rooms: readonly Floor[] };
const services = 'src/services/';

/** The room of a file in the services; '.' is the ground floor. */
const roomOf = (file: string): string => /^src\/services\/([^/]+)\//.exec(file)?.[1] ?? '.';
const floorOf = (room: string): number => floors.findIndex(({ rooms }) => rooms.includes(room));
const graph = importGraph('src', 'models', 'cron');

it('gives every room a floor, and every floor rooms that are there', () => {
  const there = new Set([...graph.keys()].filter((file) => file.startsWith(services)).map(roomOf));
  expect(floors.flatMap(({ rooms }) => rooms).sort()).toEqual([...there].sort());
});

it('lets services import lower floors only', () => {
  const upwards = [...graph].flatMap(([file, imports]) =>
    imports
      .filter(({ to }) => file.startsWith(services) && to.startsWith(services))
      .filter(({ to }) => roomOf(to) !== roomOf(file) && floorOf(roomOf(to)) >= floorOf(roomOf(file)))
      .map(({ to }) => `${file} imports ${to}`),
  );
  expect(upwards).toEqual([]);
});

it('lets outbound know no search and no callback: what follows from an attempt is a hook', () => {
  const outbound = readdirSync('src/services/outbound').map((name) => `src/services/outbound/${name}`);
  const above = outbound.flatMap((file) => [
    ...(graph.get(file) ?? []).filter(({ to }) => /^models\/(paging|callback|outage)/.test(to)).map(({ to }) => to),
    ...(readFileSync(file, 'utf8').match(/'(page|notice|restoration|completion)'/g) ?? []),
  ]);
  expect(above).toEqual([]);
});

it('has no circle of imports, not even of types', () => {
  expect(circles(graph)).toEqual([]);
});

it('loads no file of the emulator in a circle', () => {
  expect(circles(importGraph('emulator'), { byValue: true })).toEqual([]);
});

it('is drawn in docs/ARCHITECTURE.md as it is', () => {
  const page = readFileSync('docs/ARCHITECTURE.md', 'utf8');
  const rows = [...page.matchAll(/^\| (\d+) \| (.+) \| (.+) \|$/gm)].map(([, floor, rooms, holds]) => ({
    floor,
    rooms,
    holds,
  }));
  const drawn = floors.map(({ rooms, holds }, index) => ({
    floor: String(index + 1),
    rooms: rooms.map((room) => (room === '.' ? 'files of the ground' : `\`${room}/\``)).join(' '),
    holds,
  }));
  expect(rows).toEqual(drawn);
});

it('names every folder of the program on the page', () => {
  const page = readFileSync('docs/ARCHITECTURE.md', 'utf8');
  const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).filter((name) => !page.includes(`${basename(name)}/`))).toEqual([]);
});
