import { Person } from '../../../models/person';
import { checkPin, type PinEntry } from '../../../src/services/directory/check-pin';
import { hashPin, pinMatches } from '../../../src/services/directory/pin-hash';
import { atOnce } from '../../support/at-once';
import { aCrew } from '../../support/crew-rows';
import { onEmptyTables } from '../../support/database';
import { serviceStage, type ServiceStage } from '../../support/service-context';

const minute = 60_000;
let stage: ServiceStage;

onEmptyTables(async (fresh) => {
  stage = serviceStage(fresh, '2026-03-02T02:00:00Z');
  await aCrew();
  await Person.update({ pinHash: await hashPin('3202') }, { where: { code: '1101' } });
});

let tries = 0;
const enter = (pin: string, more: Partial<PinEntry> = {}) =>
  checkPin(stage.context, {
    personCode: '1101',
    pin,
    callSid: 'CA1',
    tryNo: (tries += 1),
    fromOwnNumber: true,
    ...more,
  });
const person = () => Person.findByPk('1101', { rejectOnEmpty: true });

it('lets in whoever knows the PIN, and remembers it for the own number', async () => {
  expect(await enter('3202')).toBe('right');
  expect((await person()).pinPassedAt).toEqual(new Date('2026-03-02T02:00:00Z'));
});

it('lets in nobody else with it', async () => {
  await Person.update(
    { pinFailures: 2, pinLockedUntil: new Date('2026-03-02T02:10:00Z') },
    { where: { code: '1102' } },
  );
  const before = (await Person.findByPk('1102'))?.get();
  expect(await enter('3202')).toBe('right');
  expect((await Person.findByPk('1102'))?.get()).toEqual(before);
});

it('does not remember it for a foreign number', async () => {
  expect(await enter('3202', { fromOwnNumber: false })).toBe('right');
  expect((await person()).pinPassedAt).toBeNull();
});

it('locks after the third wrong PIN in a row, and the right one does not help then', async () => {
  expect([await enter('1'), await enter('2'), await enter('3')]).toEqual(['wrong', 'wrong', 'locked']);
  expect(await enter('3202')).toBe('locked');
  stage.pass(15 * minute - 1);
  expect(await enter('3202')).toBe('locked');
  stage.pass(1);
  expect(await enter('3202')).toBe('right');
});

it('gives as many tries as before when the lock is over', async () => {
  for (const pin of ['1', '2', '3']) await enter(pin);
  stage.pass(15 * minute);
  expect([await enter('4'), await enter('5'), await enter('6')]).toEqual(['wrong', 'wrong', 'locked']);
});

it('counts over several calls', async () => {
  await enter('1', { callSid: 'CA1', tryNo: 0 });
  await enter('1', { callSid: 'CA2', tryNo: 0 });
  expect(await enter('1', { callSid: 'CA3', tryNo: 0 })).toBe('locked');
});

it('counts each of three guesses that come at the same moment', async () => {
  const guesses = ['CA1', 'CA2', 'CA3'].map((callSid) => () => enter('1', { callSid, tryNo: 0 }));
  expect((await atOnce(...guesses)).sort()).toEqual(['locked', 'wrong', 'wrong']);
  expect((await person()).pinLockedUntil).toEqual(new Date('2026-03-02T02:15:00Z'));
  expect(await enter('3202')).toBe('locked');
});

it('counts a webhook that comes twice at the same moment once', async () => {
  const again = () => enter('1', { callSid: 'CA1', tryNo: 0 });
  expect(await atOnce(again, again, again)).toEqual(['wrong', 'wrong', 'wrong']);
  expect((await person()).pinFailures).toBe(1);
});

it('begins to count anew after a right one', async () => {
  await enter('1');
  await enter('2');
  await enter('3202');
  expect([await enter('3'), await enter('4')]).toEqual(['wrong', 'wrong']);
});

it('counts a webhook that comes again once', async () => {
  const again = { callSid: 'CA1', tryNo: 0 };
  for (let times = 0; times < 4; times += 1) expect(await enter('1', again)).toBe('wrong');
  expect((await person()).pinFailures).toBe(1);
});

it('answers the third wrong one again with locked', async () => {
  await enter('1');
  await enter('2');
  const third = { callSid: 'CA1', tryNo: 99 };
  expect([await enter('3', third), await enter('3', third)]).toEqual(['locked', 'locked']);
});

it('knows nobody by a code that is not there, and nobody without a PIN on file', async () => {
  expect(await enter('3202', { personCode: '9999' })).toBe('unknown');
  expect(await enter('', { personCode: '1102' })).toBe('wrong');
});

it('stores PINs salted', async () => {
  const [one, other] = [await hashPin('3202'), await hashPin('3202')];
  expect(one).not.toBe(other);
  expect(one).not.toContain('3202');
  expect([await pinMatches('3202', one), await pinMatches('3203', one), await pinMatches('3202', null)]).toEqual([
    true,
    false,
    false,
  ]);
});
