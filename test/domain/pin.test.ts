import { join } from 'node:path';
import { lockAfterFailure, pinNeed, type PinRecord } from '../../src/domain/pin';
import { loadPolicy } from '../../src/services/load-policy';

const { crew } = loadPolicy(join(__dirname, '../../config/policy.yaml'));
const now = new Date('2026-03-02T10:00:00.000Z');
const ago = (ms: number): Date => new Date(now.getTime() - ms);
const hour = 3_600_000;
const fresh: PinRecord = { pinHash: 'x', pinFailures: 0, pinLockedUntil: null, pinPassedAt: null };

it.each([
  ['the first call of all', fresh, true, 'needed'],
  ['right an hour ago', { ...fresh, pinPassedAt: ago(hour) }, true, 'not_needed'],
  ['right an hour ago, but this is a foreign number', { ...fresh, pinPassedAt: ago(hour) }, false, 'needed'],
  ['right twelve hours ago', { ...fresh, pinPassedAt: ago(12 * hour) }, true, 'needed'],
  ['right a moment less than twelve hours ago', { ...fresh, pinPassedAt: ago(12 * hour - 1) }, true, 'not_needed'],
  ['locked', { ...fresh, pinLockedUntil: ago(-1) }, true, 'locked'],
  [
    'locked although the PIN was right before',
    { ...fresh, pinPassedAt: ago(1), pinLockedUntil: ago(-1) },
    true,
    'locked',
  ],
  ['the lock is over', { ...fresh, pinLockedUntil: now }, true, 'needed'],
] as const)('%s', (_case, person, own, need) => {
  expect(pinNeed(crew, person, own, now)).toBe(need);
});

it.each([
  [1, null],
  [2, null],
  [3, new Date('2026-03-02T10:15:00.000Z')],
  [4, new Date('2026-03-02T10:15:00.000Z')],
])('after %i wrong PINs in a row', (failures, until) => {
  expect(lockAfterFailure(crew, failures, now)).toEqual(until);
});
