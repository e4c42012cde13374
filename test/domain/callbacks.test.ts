import { join } from 'node:path';
import fc from 'fast-check';
import { afterMissedCall, firstCallback, type CallbackRules, type MissedOutcome } from '../../src/domain/callbacks';
import { isQuiet } from '../../src/domain/hours';
import { loadPolicy } from '../../src/services/load-policy';

const policy = loadPolicy(join(__dirname, '../../config/policy.yaml'));
const rules: CallbackRules = {
  callback: policy.callback,
  quietHours: policy.quietHours,
  timezone: 'Asia/Shanghai',
};
const at = (local: string): Date => new Date(`${local}+08:00`);
const hour = 3_600_000;

describe('the first call after finished work', () => {
  it.each([
    ['a morning', '2026-03-02T10:00:00', '2026-03-02T10:05:00'],
    ['just before the end of the day: hastened', '2026-03-02T17:28:00', '2026-03-02T17:30:00'],
    ['at the very end of the day: at once', '2026-03-02T17:30:00', '2026-03-02T17:30:00'],
    ['after the end of the day: not delayed', '2026-03-02T18:00:00', '2026-03-02T18:05:00'],
    ['just before quiet hours', '2026-03-02T20:54:59', '2026-03-02T20:59:59'],
    ['quiet hours begin before it is due', '2026-03-02T20:55:00', '2026-03-03T08:30:00'],
    ['late evening', '2026-03-02T23:10:00', '2026-03-03T08:30:00'],
    ['early morning', '2026-03-03T04:00:00', '2026-03-03T08:30:00'],
    ['quiet hours end before it is due', '2026-03-03T08:28:00', '2026-03-03T08:33:00'],
  ])('%s', (_case, completed, due) => {
    expect(firstCallback(rules, at(completed)).dueAt).toEqual(at(due));
  });

  it('has a hard limit a day after the work was done', () => {
    expect(firstCallback(rules, at('2026-03-02T10:00:00')).hardLimitAt).toEqual(at('2026-03-03T10:00:00'));
  });

  it('is due before a hard limit that falls into the night', () => {
    const short: CallbackRules = { ...rules, callback: { ...rules.callback, hardLimit: hour } };
    const { dueAt, hardLimitAt } = firstCallback(short, at('2026-03-02T22:00:00'));
    expect([dueAt, hardLimitAt]).toEqual([at('2026-03-03T08:30:00'), at('2026-03-03T08:30:00')]);
  });
});

describe('after a call without an answer', () => {
  const hardLimitAt = at('2026-03-03T10:00:00');
  it.each([
    ['busy: soon again', 1, 'busy', '2026-03-02T10:05:00', '2026-03-02T10:15:00'],
    ['no answer: in two hours', 1, 'no_answer', '2026-03-02T10:05:00', '2026-03-02T12:05:00'],
    ['a machine', 2, 'machine', '2026-03-02T12:05:00', '2026-03-02T14:05:00'],
    ['nobody pressed a key', 2, 'no_key', '2026-03-02T12:05:00', '2026-03-02T14:05:00'],
    ['cannot tell yet', 1, 'unsure', '2026-03-02T12:05:00', '2026-03-02T14:05:00'],
    ['into the night', 1, 'no_answer', '2026-03-02T20:30:00', '2026-03-03T08:30:00'],
    ['busy into the night', 1, 'busy', '2026-03-02T20:55:00', '2026-03-03T08:30:00'],
    ['the next one falls on the very end of the time', 1, 'busy', '2026-03-03T09:50:00', '2026-03-03T10:00:00'],
  ] as const)('%s', (_case, attempts, outcome, now, due) => {
    const move = afterMissedCall(rules, { attempts, hardLimitAt }, outcome, at(now));
    expect(move).toEqual({ kind: 'retry', dueAt: at(due) });
  });

  it('calls again however late where there is no limit', () => {
    const move = afterMissedCall(rules, { attempts: 1, hardLimitAt: null }, 'busy', at('2026-03-09T10:00:00'));
    expect(move).toEqual({ kind: 'retry', dueAt: at('2026-03-09T10:10:00') });
  });

  it.each([
    ['three calls were made', 3, 'no_answer', '2026-03-02T14:05:00', 'attempts_used_up'],
    ['asked three times and never sure', 3, 'unsure', '2026-03-02T14:05:00', 'never_sure'],
    ['the carrier refuses the number', 1, 'refused', '2026-03-02T10:05:00', 'number_refused'],
    ['the next one would be too late', 2, 'no_answer', '2026-03-03T08:31:00', 'time_used_up'],
  ] as const)('ends when %s', (_case, attempts, outcome, now, reason) => {
    const move = afterMissedCall(rules, { attempts, hardLimitAt }, outcome, at(now));
    expect(move).toEqual({ kind: 'unreached', reason });
  });
});

const moments = fc.date({ min: at('2026-01-01T00:00:00'), max: at('2027-01-01T00:00:00'), noInvalidDate: true });
const outcomes = fc.constantFrom<MissedOutcome>(
  'busy',
  'no_answer',
  'failed',
  'machine',
  'no_key',
  'unsure',
  'refused',
);
const zones = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York');

it('never calls in quiet hours, whatever was answered before', () => {
  fc.assert(
    fc.property(moments, zones, fc.array(outcomes, { maxLength: 6 }), (completedAt, timezone, answers) => {
      const here = { ...rules, timezone };
      const { dueAt: first, hardLimitAt } = firstCallback(here, completedAt);
      let dueAt = first;
      expect(dueAt >= completedAt).toBe(true);
      for (const [index, outcome] of answers.entries()) {
        expect(isQuiet(here.quietHours, timezone, dueAt)).toBe(false);
        const move = afterMissedCall(here, { attempts: index + 1, hardLimitAt }, outcome, dueAt);
        if (move.kind === 'unreached') return;
        expect(move.dueAt > dueAt).toBe(true);
        expect(move.dueAt <= hardLimitAt).toBe(true);
        dueAt = move.dueAt;
      }
    }),
  );
});

it('comes to an end after at most the attempts of the policy', () => {
  fc.assert(
    fc.property(moments, fc.array(outcomes, { minLength: 3, maxLength: 3 }), (completedAt, answers) => {
      const { dueAt, hardLimitAt } = firstCallback(rules, completedAt);
      const moves = answers.map((outcome, index) =>
        afterMissedCall(rules, { attempts: index + 1, hardLimitAt }, outcome, dueAt),
      );
      expect(moves.at(-1)?.kind).toBe('unreached');
    }),
  );
});
