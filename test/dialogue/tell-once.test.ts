import { CallStep } from '../../models/call-step';
import { ToldFact } from '../../models/told-fact';
import { enterNode } from '../../src/dialogue/run-dialogue';
import type { Moving, VerbResult, Verbs } from '../../src/dialogue/verb';
import { verbs as shipped } from '../../src/dialogue/verbs/verbs';
import { createCallLog } from '../../src/services/call-log';
import type { CallInfo } from '../../src/domain/call';
import type { Context } from '../../src/services/context';
import { firstTold } from '../../src/services/first-told';
import { onEmptyTables } from '../support/database';
import { serviceStage, type ServiceStage } from '../support/service-context';

jest.mock('../../src/services/first-told', () => {
  const real = jest.requireActual<{ readonly firstTold: () => Promise<null> }>('../../src/services/first-told');
  return { ...real, firstTold: jest.fn(real.firstTold) };
});
const asked = jest.mocked(firstTold);

/** What a verb told is told again to a repeat of the webhook (ADR 0005), by this process and by another. */

let stage: ServiceStage;
onEmptyTables((fresh) => {
  stage = serviceStage(fresh, '2026-03-02T15:30:00.000Z');
});
afterEach(() => {
  asked.mockClear();
});

const call = { sid: 'CA1', phone: '+8613800000001', direction: 'inbound', token: 'T1' } as const;
const place = { flow: 'caller', node: 'main-menu', language: 'en', tries: 0, repeats: 0, back: [], facts: {} } as const;

const says = (en: string): VerbResult => ({ outcome: 'ask', vars: { news: { words: { zh: '', en } } } });
const quiet = says('');

/** The menu, whose news the verb gives as `results` say, one after another. */
function newsOf(moving: Moving, ...results: VerbResult[]) {
  const run = jest.fn(() => Promise.resolve(results.shift() ?? says('nothing left')));
  const verbs: Verbs = { ...shipped, 'outage-news': { outcomes: ['ask'], vars: ['news'], moving, run } };
  const heard = async (more: Partial<CallInfo> = {}, context = stage.context): Promise<string> =>
    JSON.stringify(await enterNode({ context, verbs }, { ...call, ...more }, place));
  return { run, heard };
}

/** A process that began later, on the same rows. */
function another(): Context {
  const { clock, log } = stage.context;
  return { ...stage.context, callLog: createCallLog(clock, log, () => undefined) };
}

it('is told again to the same call and token only', async () => {
  const { heard } = newsOf({ quiet }, says('rain.'), says('snow.'), says('hail.'));
  expect(await heard()).toMatch(/rain/);
  expect(await heard()).toMatch(/rain/);
  expect(await heard({ token: 'T2' })).toMatch(/snow/);
  expect(await heard({ sid: 'CA2' })).toMatch(/hail/);
});

it('is told again from the rows to the same call and token only', async () => {
  const { heard } = newsOf(true, says('rain.'), says('snow.'), says('hail.'));
  const calls: [Partial<CallInfo>, RegExp][] = [
    [{}, /rain/],
    [{ token: 'T2' }, /snow/],
    [{ sid: 'CA2' }, /hail/],
  ];
  for (const [more, news] of calls) expect(await heard(more)).toMatch(news);
  await stage.context.callLog.flush();
  for (const [more, news] of calls) expect(await heard(more, another())).toMatch(news);
});

it('is not asked for again: what has an effect has it once', async () => {
  const { heard, run } = newsOf(true, says('rain.'), says('snow.'));
  await heard();
  await stage.context.callLog.flush();
  expect(await heard({}, another())).toMatch(/rain/);
  expect(run).toHaveBeenCalledTimes(1);
});

it('is kept with its moments and the day on which it was told', async () => {
  const at = new Date('2026-03-02T17:00:00.000Z');
  const news = { phrase: 'caller.call-by', vars: { time: { time: at } } };
  const { heard } = newsOf(true, { outcome: 'ask', vars: { news }, set: { account: '7' }, language: 'en' });
  const first = await heard();
  expect(first).toMatch(/1 a\.m\. tomorrow/);
  await stage.context.callLog.flush();
  stage.pass(3_600_000);
  expect(await heard({}, another())).toBe(first);
});

it('stays nothing in another process when something came up since, and something when it went', async () => {
  const silent = newsOf({ quiet }, quiet, says('rain.'));
  const first = await silent.heard();
  await stage.context.callLog.flush();
  expect(await silent.heard({}, another())).toBe(first);
  const spoken = newsOf({ quiet }, says('rain.'), quiet, quiet);
  await spoken.heard({ token: 'T2' });
  await stage.context.callLog.flush();
  expect(await spoken.heard({ token: 'T2' }, another())).toMatch(/rain/);
  expect(await spoken.heard({ token: 'T3' }, another())).toBe(first);
});

it('is not looked for where there is nothing to tell, once 15 seconds have passed without a change', async () => {
  const { heard } = newsOf({ quiet }, quiet, quiet, quiet);
  await heard();
  expect(asked).toHaveBeenCalledTimes(1);
  stage.pass(14_999);
  await heard({ token: 'T2' });
  expect(asked).toHaveBeenCalledTimes(2);
  stage.pass(1);
  await heard({ token: 'T3' });
  expect(asked).toHaveBeenCalledTimes(2);
});

it('is not what failed, and nothing without a token', async () => {
  const { heard } = newsOf({ quiet }, { outcome: 'failed' }, says('wind.'));
  await heard();
  expect(await heard()).toMatch(/wind/);
  const withoutToken = newsOf({ quiet }, says('snow.'), says('hail.'));
  await withoutToken.heard({ token: null });
  expect(await withoutToken.heard({ token: null })).toMatch(/hail/);
});

it('is the truth of now when the rows cannot be read, or not in half a second', async () => {
  asked.mockRejectedValueOnce(new Error('broken'));
  const { heard } = newsOf({ quiet }, says('rain.'), says('snow.'));
  expect(await heard()).toMatch(/rain/);
  expect(stage.complaints).toEqual(['error what was told before could not be read']);
  asked.mockReturnValueOnce(new Promise(() => undefined));
  let waited = 0;
  const after = (ms: number, task: () => void) => {
    const timer = setImmediate(() => {
      waited = Math.max(waited, ms);
      task();
    });
    return () => {
      clearImmediate(timer);
    };
  };
  const now = () => stage.context.clock.now();
  expect(await heard({ token: 'T2' }, { ...another(), clock: { now, after } })).toMatch(/snow/);
  expect(waited).toBe(500);
});

it('is forgotten by this process when much has been told since, and then read from the rows', async () => {
  const { heard, run } = newsOf(true, says('rain.'));
  await heard();
  const { callLog } = stage.context;
  const told = { at: stage.context.clock.now(), result: quiet };
  for (let count = 0; count < 10_000; count += 1) callLog.tell({ call, place: `place ${count}`, told, isQuiet: true });
  expect(callLog.told(call, 'caller/main-menu/outage-news')).toBeUndefined();
  await callLog.flush();
  expect(await heard()).toMatch(/rain/);
  expect(run).toHaveBeenCalledTimes(1);
  expect([await ToldFact.count(), await CallStep.count()]).toEqual([1, 1]);
});
