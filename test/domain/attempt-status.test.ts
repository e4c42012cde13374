import fc from 'fast-check';
import {
  applyCallReport,
  applyTextReport,
  isStale,
  type AttemptProgress,
  type CallReport,
} from '../../src/domain/attempt-status';

const sent: AttemptProgress = { state: 'sending', outcome: null, statusSequence: -1 };
const reports = (...statuses: NonNullable<CallReport['status']>[]): CallReport[] =>
  statuses.map((status, sequence) => ({ status, sequence, machine: false }));
const apply = (list: readonly CallReport[], from = sent): AttemptProgress => list.reduce(applyCallReport, from);

describe('what the carrier reports about a call', () => {
  it.each<[string, CallReport[], string | null, string]>([
    ['rings', reports('initiated', 'ringing'), null, 'ringing'],
    ['is answered', reports('initiated', 'ringing', 'in-progress'), null, 'answered'],
    ['ends without a key', reports('initiated', 'ringing', 'in-progress', 'completed'), 'no_key', 'ended'],
    ['is not answered', reports('initiated', 'ringing', 'no-answer'), 'no_answer', 'ended'],
    ['is busy', reports('initiated', 'busy'), 'busy', 'ended'],
    ['fails', reports('failed'), 'failed', 'ended'],
    ['is called off', reports('initiated', 'canceled'), 'cancelled', 'ended'],
  ])('a call that %s', (_what, list, outcome, state) => {
    expect(apply(list)).toMatchObject({ outcome, state });
  });

  it('is the same in any order and however often it comes', () => {
    const ends = fc.constantFrom(
      reports('initiated', 'ringing', 'in-progress', 'completed'),
      reports('queued', 'initiated', 'ringing', 'no-answer'),
      reports('initiated', 'ringing', 'busy'),
      reports('initiated', 'failed'),
    );
    const machine = fc
      .boolean()
      .map((heard): CallReport[] => (heard ? [{ status: null, sequence: null, machine: true }] : []));
    const shuffled = fc
      .tuple(ends, machine)
      .map(([end, heard]) => [...end, ...heard])
      .chain((list) =>
        fc.tuple(
          fc.constant(list),
          fc.shuffledSubarray([...list, ...list], { minLength: list.length, maxLength: 2 * list.length }),
        ),
      )
      .filter(([list, mixed]) => list.every((report) => mixed.includes(report)));
    const decided = fc.constantFrom(null, 'accepted', 'declined');
    fc.assert(
      fc.property(shuffled, decided, ([list, mixed], outcome) => {
        const from = { ...sent, outcome };
        expect(apply(mixed, from)).toEqual(apply(list, from));
      }),
    );
  });

  it('is not taken back by a report that was overtaken', () => {
    const ringing: AttemptProgress = { state: 'ringing', outcome: null, statusSequence: 2 };
    const late: CallReport = { status: 'busy', sequence: 1, machine: false };
    expect(applyCallReport(ringing, late)).toEqual(ringing);
    expect([isStale(ringing, late), isStale(ringing, { ...late, sequence: 2 })]).toEqual([true, true]);
    expect([isStale(ringing, { ...late, sequence: 3 }), isStale(ringing, { ...late, sequence: null })]).toEqual([
      false,
      false,
    ]);
    // What only that report knows is not lost.
    expect(applyCallReport(ringing, { ...late, machine: true })).toEqual({ ...ringing, outcome: 'machine' });
  });

  it('never undoes what a key decided', () => {
    const answered: AttemptProgress = { state: 'answered', outcome: 'accepted', statusSequence: 2 };
    const voicemail: CallReport = { status: 'completed', sequence: 3, machine: true };
    expect(applyCallReport(answered, voicemail)).toEqual({ state: 'ended', outcome: 'accepted', statusSequence: 3 });
  });
});

describe('what the carrier reports about a text', () => {
  it.each([
    [['sent', 'delivered'], 'delivered'],
    [['delivered', 'sent'], 'delivered'],
    [['undelivered', 'delivered'], 'undelivered'],
    [['failed', 'sent', 'queued'], 'failed'],
  ] as const)('%j ends as %s', (statuses, outcome) => {
    expect(statuses.reduce(applyTextReport, sent)).toMatchObject({ state: 'ended', outcome });
  });
});
