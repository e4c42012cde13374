import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { unreadPolicy } from '../../src/domain/unread-policy';
import { loadPolicy, unreadKeys } from '../../src/services/load-policy';

/** Keys that are looked up by what they are for: a priority, a class of region. */
const lookedUp = new Set(['p0', 'p1', 'p2', 'p3', 'urban', 'rural', 'remote', 'power', 'property', 'a', 'b', 'c']);

const code = execFileSync('git', ['ls-files', 'src/*.ts', 'cron/*.ts'])
  .toString()
  .trim()
  .split('\n')
  .filter((file) => !/domain\/(unread-)?policy\.ts$/.test(file))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

/** Every key of the shipped policy, as a path. */
function paths(value: unknown, above: readonly string[] = []): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [above.join('.')];
  return Object.entries(value).flatMap(([key, inner]) => paths(inner, [...above, key]));
}

function isRead(path: string): boolean {
  const [section = '', ...keys] = path.split('.');
  const ofSection = new RegExp(`\\bpolicy\\.${section}\\b|Policy\\['${section}'\\]`);
  const isNamed = (key: string): boolean => new RegExp(`\\.${key}\\b|[{,] ?${key}\\b[^;\\n]*\\} ?[=:]`).test(code);
  return ofSection.test(code) && keys.every((key) => lookedUp.has(key) || isNamed(key));
}

it('lists every key of the policy that nothing reads, and no other', () => {
  const all = paths(parse(readFileSync('config/policy.yaml', 'utf8')));
  expect(all.filter((path) => !isRead(path))).toEqual([...unreadPolicy]);
});

it('gets no longer', () => {
  expect(unreadPolicy.length).toBeLessThanOrEqual(44);
});

it('finds the keys of a POLICY_FILE that change nothing, and takes them all the same', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'faultline-policy-')), 'policy.yaml');
  writeFileSync(file, 'help: { answerWithin: 7m }\nsla: { reconnect: 20h, intake: { alarmAfter: 60s } }\n');
  expect(unreadKeys(file)).toEqual(['sla.intake.alarmAfter', 'help.answerWithin']);
  expect(loadPolicy('config/policy.yaml', file).help.answerWithin).toBe(7 * 60_000);
  expect(unreadKeys(undefined)).toEqual([]);
});
