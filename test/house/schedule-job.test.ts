import { scheduleJob } from '../../cron/schedule-job';
import type { Context } from '../../src/services/context';

/** Jobs run at the times of node-cron, whose own words would break up a log that machines read. */

const told: string[] = [];
const say =
  (level: string) =>
  (message: string, { job }: { job?: string } = {}) =>
    told.push(`${level} ${message}: ${job ?? ''}`);
const log = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
const context = { log, settings: { timezone: 'Asia/Shanghai' } } as unknown as Context;
const everySecond = { name: 'sample', schedule: '* * * * * *' } as const;

beforeEach(() => {
  told.length = 0;
  jest.useFakeTimers({ now: new Date('2026-03-02T02:00:00.500Z') });
  for (const word of ['log', 'info', 'warn', 'error'] as const)
    jest.spyOn(console, word).mockImplementation((...words) => told.push(`console ${words.join(' ')}`));
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

it('runs each second, and not beside itself: what node-cron says of that is in our log', async () => {
  let runs = 0;
  const ends: (() => void)[] = [];
  const run = () => new Promise<void>((resolve) => (runs++, ends.push(resolve)));
  const task = scheduleJob(context, { ...everySecond, run });
  await jest.advanceTimersByTimeAsync(1000);
  expect([runs, told]).toEqual([1, []]);
  await jest.advanceTimersByTimeAsync(1000);
  expect([runs, told]).toEqual([1, ['warn a job did not run at its time: sample']]);
  ends[0]?.();
  await jest.advanceTimersByTimeAsync(1000);
  expect(runs).toBe(2);
  await task.destroy();
});

it('says in our log that a second was missed, as on a busy machine', async () => {
  const run = jest.fn(() => Promise.resolve());
  const task = scheduleJob(context, { ...everySecond, run });
  await jest.advanceTimersByTimeAsync(600);
  jest.setSystemTime(new Date('2026-03-02T02:00:06Z'));
  await jest.advanceTimersByTimeAsync(2000);
  expect(new Set(told)).toEqual(new Set(['warn a job did not run at its time: sample']));
  expect(run).toHaveBeenCalled();
  await task.destroy();
});

it('logs that it failed, and runs again', async () => {
  const task = scheduleJob(context, { ...everySecond, run: () => Promise.reject(new Error('broken')) });
  await jest.advanceTimersByTimeAsync(2000);
  expect(told).toEqual(Array(2).fill('error a job failed: sample'));
  await task.destroy();
});
