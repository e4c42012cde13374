import { ticketStates } from '../../src/domain/ticket';
import { mayMove, statesBefore } from '../../src/domain/ticket-states';

describe('the states of a ticket', () => {
  it.each([
    ['new', 'offered', 'system', true],
    ['offered', 'accepted', 'crew', true],
    ['accepted', 'arrived', 'crew', true],
    ['accepted', 'departed', 'crew', true],
    ['arrived', 'done', 'crew', true],
    ['done', 'closed', 'system', true],
    ['done', 'new', 'customer', true],
    ['offered', 'closed', 'customer', true],
    ['arrived', 'closed', 'customer', false],
    ['done', 'closed', 'crew', false],
    ['offered', 'accepted', 'customer', false],
    ['new', 'arrived', 'crew', false],
    ['closed', 'accepted', 'crew', false],
    ['done', 'accepted', 'crew', false],
  ] as const)('%s → %s by %s: %p', (from, to, by, allowed) => {
    expect(mayMove(from, to, by)).toBe(allowed);
  });

  it('never move to themselves', () => {
    for (const state of ticketStates) expect(mayMove(state, state)).toBe(false);
  });

  it('are reached only through done or a reason that ends them early', () => {
    expect(statesBefore('done')).toEqual(['accepted', 'departed', 'arrived', 'waiting']);
    expect(statesBefore('closed', 'crew')).toEqual([]);
    expect(statesBefore('offered')).toEqual(['new', 'waiting']);
  });

  it('lead to closed from everywhere', () => {
    const reaches = (from: (typeof ticketStates)[number], seen = new Set<string>()): boolean =>
      from === 'closed' ||
      ticketStates.some((to) => {
        if (!mayMove(from, to) || seen.has(to)) return false;
        return reaches(to, seen.add(to));
      });
    for (const state of ticketStates) expect([state, reaches(state)]).toEqual([state, true]);
  });
});
