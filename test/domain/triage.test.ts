import fc from 'fast-check';
import { judge } from '../../src/domain/triage';

/** The outcome table of contract section 5. */
it.each([
  [{ neighbours: 'all' }, 'GRID', 'P1', 'lv'],
  [{ neighbours: 'none', breaker: 'on' }, 'GRID', 'P1', 'meter'],
  [{ neighbours: 'unknown', breaker: 'on' }, 'GRID', 'P1', 'meter'],
  [{ neighbours: 'none', breaker: 'trips' }, 'INTERNAL', 'P1', 'internal'],
  [{ neighbours: 'none', breaker: 'unchecked' }, 'UNKNOWN', 'P1', 'lv'],
  [{ away: 'yes' }, 'UNKNOWN', 'P1', 'lv'],
  [{ neighbours: 'partly', symptom: 'quality' }, 'GRID', 'P1', 'quality'],
  [{ neighbours: 'partly', symptom: 'meter' }, 'GRID', 'P1', 'meter'],
  [{ neighbours: 'partly', symptom: 'line' }, 'GRID', 'P1', 'line_hazard'],
  [{ neighbours: 'partly', symptom: 'lamp' }, 'GRID', 'P3', 'street_light'],
  [{ paid: 'arrears' }, 'ARREARS', 'P2', 'reconnect'],
  [{ paid: 'topup', prepaid: 'zero' }, 'ARREARS', 'P2', 'reconnect'],
  [{}, 'UNKNOWN', 'P1', 'lv'],
])('judges %j as %s, %s, %s', (facts, responsibility, priority, category) => {
  expect(judge(facts)).toMatchObject({ responsibility, priority, category });
});

it('sends nobody into a home without a code and a price', () => {
  expect(judge({ neighbours: 'none', breaker: 'trips' })).toMatchObject({ inHome: true, chargeable: true });
  expect(judge({ neighbours: 'all' })).toMatchObject({ inHome: false, chargeable: false });
});

it('puts somebody whose equipment has no power first, whatever the fault', () => {
  const word = fc.constantFrom('all', 'none', 'unknown', 'partly', 'on', 'trips', 'unchecked', 'quality', 'lamp');
  const facts = fc.dictionary(fc.constantFrom('neighbours', 'breaker', 'symptom', 'paid', 'away'), word);
  fc.assert(fc.property(facts, (given) => judge({ ...given, medical: 'none' }).priority === 'P0'));
});
