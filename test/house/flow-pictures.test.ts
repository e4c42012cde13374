import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadFlows } from '../../src/services/flow-library';

/** What the documentation shows of the dialogues is what the hotline speaks today. */

const faultline = (...words: string[]): string =>
  execFileSync(process.execPath, ['bin/faultline.mjs', 'flows', ...words], { encoding: 'utf8', maxBuffer: 1e8 });
const { flows, languages, prompts } = loadFlows('ivr-flows', 'zh-CN');

describe('the pictures of the dialogues', () => {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-pictures-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('are those of the flows of today', () => {
    faultline('graph', '--svg', folder);
    const drawn = readdirSync(folder);
    expect(drawn).toEqual([...flows.keys()].sort().map((flow) => `${flow}.svg`));
    const stale = drawn.filter(
      (file) => readFileSync(join(folder, file), 'utf8') !== readFileSync(join('docs/flows', file), 'utf8'),
    );
    expect(stale).toEqual([]);
  });

  it('show every node', () => {
    for (const [name, flow] of flows) {
      const picture = readFileSync(join('docs/flows', `${name}.svg`), 'utf8');
      const missing = Object.keys(flow.nodes).filter(
        (node) => !picture.includes(`>${node.replaceAll('-', '&#45;')}</text>`),
      );
      expect(missing).toEqual([]);
    }
  });
});

it('writes every sentence in every language for a reader, escaped', () => {
  const page = faultline('prompts');
  const escaped = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  const missing = languages.flatMap((language) =>
    Object.values(prompts(language)).filter((text) => !page.includes(`<td lang="${language}">${escaped(text)} `)),
  );
  expect(missing).toEqual([]);
});
