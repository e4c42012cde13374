import fc from 'fast-check';
import { arrivalWithin, dueTimes, type SlaCase } from '../../src/domain/sla';
import { categories, priorities, ticketKinds } from '../../src/domain/ticket';
import { policy } from '../support/policy';

const minute = 60_000;
const reportedAt = new Date('2026-03-02T02:00:00Z');
const fault: SlaCase = {
  kind: 'fault',
  category: 'lv',
  responsibility: 'GRID',
  priority: 'P1',
  regionClass: 'urban',
  critical: false,
};
const after = (minutes: number): Date => new Date(reportedAt.getTime() + minutes * minute);

describe('the time to arrive', () => {
  it.each<[string, Partial<SlaCase>, number]>([
    ['urban', {}, 45],
    ['rural', { regionClass: 'rural' }, 90],
    ['remote', { regionClass: 'remote' }, 120],
    ['of an unknown region', { regionClass: null }, 45],
    ['of an estate', { regionClass: 'estate' }, 45],
    ['of a danger', { kind: 'danger', category: 'line_hazard', regionClass: 'remote' }, 30],
    ['of a P0', { priority: 'P0', regionClass: 'rural' }, 30],
    ['of a critical place', { regionClass: 'remote', critical: true }, 30],
    ['of a street lamp', { category: 'street_light', priority: 'P3', regionClass: 'rural' }, 90],
    ['of a leak', { category: 'water', priority: 'P0', regionClass: 'estate' }, 5],
    ['of a property emergency', { category: 'lift', priority: 'P1', regionClass: 'estate' }, 10],
    ['of a small repair', { category: 'doors', priority: 'P2', regionClass: 'estate' }, 15],
    ['of a repair that can wait', { category: 'other', priority: 'P3', regionClass: null }, 30],
    ['of a matter', { kind: 'matter', category: 'cleaning', priority: 'P3' }, 15],
    ['of a matter before others', { kind: 'complaint', category: 'complaint', priority: 'P1' }, 15],
    ['of an urgent matter', { kind: 'danger', category: 'lost_security', priority: 'P0' }, 5],
  ])('%s', (_what, change, minutes) => {
    expect(arrivalWithin(policy.sla, { ...fault, ...change })).toBe(minutes * minute);
  });

  it('is capped for property, and never longer for a more urgent or more important case', () => {
    const property = { ...policy.sla.arrival.property, p3: 200 * minute };
    const relaxed = { ...policy.sla, arrival: { ...policy.sla.arrival, property } };
    expect(arrivalWithin(relaxed, { ...fault, category: 'water', priority: 'P3' })).toBe(120 * minute);
    const cases = fc.record({
      kind: fc.constantFrom(...ticketKinds),
      category: fc.constantFrom(...categories),
      priority: fc.constantFrom(...priorities),
      regionClass: fc.constantFrom('urban', 'rural', 'remote', 'estate', null),
      critical: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, (report) => {
        const within = arrivalWithin(policy.sla, report);
        expect(within).toBeGreaterThan(0);
        expect(arrivalWithin(policy.sla, { ...report, priority: 'P0' })).toBeLessThanOrEqual(within);
        expect(arrivalWithin(policy.sla, { ...report, critical: true })).toBeLessThanOrEqual(within);
        expect(arrivalWithin(policy.sla, { ...report, regionClass: null })).toBeLessThanOrEqual(within);
      }),
    );
  });
});

describe('due times', () => {
  it.each<[string, Partial<SlaCase>, number | null, number | null]>([
    ['power has both', {}, 45, 180],
    ['rural power', { regionClass: 'rural' }, 90, 240],
    ['power of an unknown region is the strictest', { regionClass: null }, 45, 180],
    ['repairs have only the arrival', { category: 'water', priority: 'P1' }, 10, null],
    ['the time for the own wiring is agreed', { category: 'internal', responsibility: 'INTERNAL' }, null, null],
    ['unless a life is in danger', { category: 'internal', responsibility: 'INTERNAL', priority: 'P0' }, 30, 180],
    ["or the estate's own crew goes", { category: 'electrics', responsibility: 'INTERNAL' }, 10, null],
    ['reconnection needs no visit', { category: 'reconnect' }, null, 24 * 60],
  ])('%s', (_what, change, arrival, restore) => {
    expect(dueTimes(policy.sla, { ...fault, ...change }, reportedAt)).toEqual({
      arrivalDueAt: arrival === null ? null : after(arrival),
      restoreDueAt: restore === null ? null : after(restore),
    });
  });
});
