import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Verbs } from '../../src/dialogue/verb';
import { verbs as shippedVerbs } from '../../src/dialogue/verbs/verbs';
import { leftover } from '../../src/domain/leftover';
import { setFacts } from '../../src/domain/flow-facts';
import { lintFlows } from '../../src/domain/flow-lint';
import { flowPicture } from '../../src/domain/flow-picture';
import { accountById } from '../../src/services/directory/find-account';
import { loadFlows, type FlowLibrary } from '../../src/services/flow-library';
import { freshDatabase, type FreshDatabase } from '../support/database';
import { findRoutes } from '../support/find-routes';
import { questionsToCallers } from '../support/routes-caller';
import { serviceStage } from '../support/service-context';
import { buildTown } from '../support/town';

/** The node of docs/adding-a-node.md, laid over the files of today: everything that must know of it finds it by itself. */

interface Change {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** Every hunk of every diff of the page. */
const changes = [...readFileSync('docs/adding-a-node.md', 'utf8').matchAll(/^```diff\n([^]*?)^```/gm)].flatMap(
  ([, diff = '']): Change[] => {
    const file = /^\+\+\+ b\/(.+)$/m.exec(diff)?.[1] ?? '';
    return diff
      .split(/^@@.*\n/m)
      .slice(1)
      .map((hunk) => ({ file, before: without('+', hunk), after: without('-', hunk) }));
  },
);

function without(sign: string, hunk: string): string {
  const lines = hunk.split('\n').filter((line) => !line.startsWith(sign));
  return lines.map((line) => line.slice(1)).join('\n');
}

function changed(file: string): string {
  return changes
    .filter((change) => change.file === file)
    .reduce((text, { before, after }) => text.replace(before, () => after), readFileSync(file, 'utf8'));
}

/** The dialogues with the changes of the page. */
function plant(): FlowLibrary {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-node-'));
  try {
    cpSync('ivr-flows', join(folder, 'ivr-flows'), { recursive: true });
    for (const { file } of changes) if (file.startsWith('ivr-flows/')) writeFileSync(join(folder, file), changed(file));
    return loadFlows(join(folder, 'ivr-flows'), 'zh-CN');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const place = 'caller/generator';
const planted = plant();
const caller = planted.flows.get('caller')!;
const verbs: Verbs = {
  ...shippedVerbs,
  'generator-state': {
    outcomes: ['ask', 'none', 'unavailable'],
    run: async (_context, { facts }) => ({
      outcome: (await accountById(facts['account']))?.critical === true ? 'ask' : 'none',
    }),
  },
};

it.each(changes)('change %# of the page fits $file as it is', ({ file, before }) => {
  expect(readFileSync(file, 'utf8').split(before)).toHaveLength(2);
});

it('nothing is wrong with it, and it is drawn', () => {
  const books = new Map(planted.languages.map((language) => [language, planted.prompts(language)]));
  expect(lintFlows({ ...planted, books, verbs }).problems).toEqual([]);
  expect(flowPicture(caller)).toMatch(/"neighbours" -> "generator"/);
});

it('its answer goes with the answer that it followed from', () => {
  const facts = { account: '7', neighbours: 'all', generator: 'running' };
  expect(setFacts(caller, facts, { neighbours: 'none' })).toEqual({ account: '7', neighbours: 'none' });
  expect(setFacts(caller, facts, { account: '8' })).toEqual({ account: '8' });
});

it('a hang-up there leaves a draft', () => {
  const { leaves } = caller.nodes['generator'] as { leaves?: 'draft' };
  const steps = [
    { input: 'keys', leaves: 'draft' },
    { input: 'enter', leaves },
  ] as const;
  expect(leftover({ steps, hasTicket: false, hasDanger: false, handoff: 'none' })).toEqual({ kind: 'draft', step: 1 });
});

describe('the test of every node', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
    await buildTown();
  });
  afterAll(() => database.drop());

  it('asks for it, and finds the way of a caller whom it concerns', async () => {
    expect(questionsToCallers(planted.flows)).toContain(place);
    const { context } = serviceStage(database, '2026-01-05T02:30:00Z');
    const search = { from: 'caller/welcome', wanted: new Set([place]), mostTimes: 1 };
    const wayOf = async (phone: string) =>
      (await findRoutes({ context: { ...context, flows: planted }, verbs }, { phone }, search)).get(place)?.keys;
    expect(await wayOf('+8613800000025')).toEqual(['1', '1', '1']);
    expect(await wayOf('+8613800000003')).toBeUndefined();
  });
});
