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

/** Where the crew goes, whether they come in for money, and the sentence that is read back. */
it.each([
  [{ neighbours: 'all' }, 'home', false, 'outage'],
  [{ neighbours: 'none', breaker: 'on' }, 'home', false, 'only-me'],
  [{ neighbours: 'none', breaker: 'trips' }, 'home', true, 'internal'],
  [{ neighbours: 'none', breaker: 'unchecked' }, 'home', false, 'unknown'],
  [{ neighbours: 'partly', symptom: 'quality' }, 'home', false, 'quality'],
  [{ neighbours: 'partly', symptom: 'meter' }, 'home', false, 'meter'],
  [{ neighbours: 'partly', symptom: 'line' }, 'street', false, 'line'],
  [{ neighbours: 'partly', symptom: 'lamp' }, 'street', false, 'lamp'],
  [{ paid: 'arrears' }, 'home', false, 'reconnect'],
  [{}, 'home', false, 'unknown'],
])('sends a crew for %j to the %s, paid: %s, and says %s', (facts, place, isPaidVisit, words) => {
  expect(judge(facts)).toMatchObject({ place, inHome: isPaidVisit, chargeable: isPaidVisit, words });
});

it('puts somebody whose equipment has no power first, whatever the fault', () => {
  const word = fc.constantFrom('all', 'none', 'unknown', 'partly', 'on', 'trips', 'unchecked', 'quality', 'lamp');
  const facts = fc.dictionary(fc.constantFrom('neighbours', 'breaker', 'symptom', 'paid', 'away'), word);
  fc.assert(fc.property(facts, (given) => judge({ ...given, medical: 'none' }).priority === 'P0'));
  // Also when the caller has taken it back since: the crew is on its way.
  fc.assert(fc.property(facts, (given) => judge({ ...given, medical: 'unused', emergency: 'yes' }).priority === 'P0'));
});
