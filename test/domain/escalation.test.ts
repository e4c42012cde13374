import fc from 'fast-check';
import {
  decidePaging,
  type Candidate,
  type Offer,
  type PagingDecision,
  type PagingPlan,
  type PagingProgress,
  type Stage,
} from '../../src/domain/escalation';
import { policyKey, priorities, type Priority } from '../../src/domain/ticket';
import { policy } from '../support/policy';

const rules = policy.paging;
const second = 1000;
const start = new Date('2026-03-02T02:00:00Z');
const at = (seconds: number): Date => new Date(start.getTime() + seconds * second);
const seconds = (moment: Date): number => (moment.getTime() - start.getTime()) / second;

const candidate = (personCode: string, stage: Stage, level = 0): Candidate => ({ personCode, stage, level });
const fullPlan: PagingPlan = [
  candidate('a', 'roster', 1),
  candidate('b', 'roster', 2),
  candidate('c', 'roster', 3),
  candidate('sup', 'engineering_supervisor'),
  candidate('zone', 'zone_manager'),
  candidate('proj', 'project_manager'),
  candidate('mon', 'monitoring'),
];

type Answer =
  /** Rings out after `ringFor`. */
  | 'silent'
  | 'declines'
  /** The carrier refuses the number. */
  | 'unreachable';

interface Rung {
  readonly at: number;
  readonly who: string;
  readonly attempt: number;
}

/** Plays a whole search with people who never accept, second by second only where something happens. */
class Search {
  readonly rung: Rung[] = [];
  readonly kinds: string[] = [];
  private now = start;
  private progress: PagingProgress;
  private live: { who: string; endsAt: Date }[] = [];

  constructor(
    private readonly plan: PagingPlan,
    priority: Priority,
    private readonly answer: (who: string, nth: number) => Answer = () => 'silent',
    private readonly carrierDownUntil = start,
  ) {
    this.progress = { priority, round: 1, supervisorDueAt: null, offers: [] };
  }

  run(until = 24 * 3600): this {
    for (let steps = 0; steps < 5000; steps += 1) {
      const decision = decidePaging(rules, this.plan, this.progress, this.now);
      this.kinds.push(decision.kind);
      if (decision.kind === 'exhausted' || !this.carryOut(decision)) return this;
      if (seconds(this.now) > until) return this;
    }
    throw new Error('The search does not end.');
  }

  private carryOut(decision: PagingDecision): boolean {
    switch (decision.kind) {
      case 'page':
        if (decision.people.length === 0) throw new Error('A page that rings nobody.');
        for (const { personCode } of decision.people) this.ring(personCode);
        return true;
      case 'redial':
        this.ring(decision.personCode);
        return true;
      case 'nextRound':
        this.progress = { ...this.progress, round: decision.round, supervisorDueAt: null, offers: [] };
        return true;
      case 'wait':
        return this.waitUntil(decision.until);
      case 'exhausted':
        return false;
    }
  }

  private ring(who: string): void {
    const earlier = this.offerOf(who);
    const attempts = earlier.attempts + 1;
    const isPlaced = this.now >= this.carrierDownUntil;
    if (isPlaced) this.rung.push({ at: seconds(this.now), who, attempt: attempts });
    const answer = this.answer(who, attempts);
    const takenAt = isPlaced && answer !== 'unreachable' ? this.now : null;
    if (takenAt) this.startSupervisorClock();
    const isRinging = answer === 'silent';
    this.put({ ...earlier, attempts, takenAt: earlier.takenAt ?? takenAt, live: isRinging, over: !isRinging });
    if (isRinging) this.ringOut(who, isPlaced ? this.now : this.carrierDownUntil);
  }

  private offerOf(who: string): Offer {
    const none: Offer = { personCode: who, attempts: 0, takenAt: null, live: false, over: false };
    return this.progress.offers.find((offer) => offer.personCode === who) ?? none;
  }

  private ringOut(who: string, from: Date): void {
    this.live.push({ who, endsAt: new Date(from.getTime() + rules.ringFor) });
  }

  private startSupervisorClock(): void {
    const due = new Date(this.now.getTime() + rules.supervisorAfter[policyKey(this.progress.priority)]);
    this.progress = { ...this.progress, supervisorDueAt: this.progress.supervisorDueAt ?? due };
  }

  private put(offer: Offer): void {
    const others = this.progress.offers.filter(({ personCode }) => personCode !== offer.personCode);
    this.progress = { ...this.progress, offers: [...others, offer] };
  }

  /** Time goes to what comes first: the awaited moment, the end of a call, or the carrier's return. */
  private waitUntil(until: Date | null): boolean {
    const moments = this.live.map(({ endsAt }) => endsAt);
    if (until) moments.push(until);
    if (this.now < this.carrierDownUntil) moments.push(this.carrierDownUntil);
    if (moments.length === 0) return false;
    this.now = new Date(Math.min(...moments.map((moment) => moment.getTime())));
    if (this.now.getTime() === this.carrierDownUntil.getTime()) this.carrierReturns();
    for (const { who } of this.live.filter(({ endsAt }) => endsAt <= this.now)) {
      const offer = this.progress.offers.find(({ personCode }) => personCode === who);
      if (offer) this.put({ ...offer, live: false });
    }
    this.live = this.live.filter(({ endsAt }) => endsAt > this.now);
    return true;
  }

  private carrierReturns(): void {
    for (const offer of this.progress.offers.filter(({ takenAt, over }) => takenAt === null && !over)) {
      this.rung.push({ at: seconds(this.now), who: offer.personCode, attempt: offer.attempts });
      this.put({ ...offer, takenAt: this.now });
      this.startSupervisorClock();
    }
  }
}

const rungUntil = (search: Search, last: number): string[] =>
  search.rung.filter((ring) => ring.at <= last).map(({ at: when, who }) => `${when} ${who}`);

describe('the search for somebody who takes a ticket', () => {
  it.each<[Priority, number, string[]]>([
    [
      'P0',
      240,
      ['0 a', '0 b', '45 a', '45 b', '60 c', '105 c', '120 sup', '165 sup', '180 zone', '225 zone', '240 proj'],
    ],
    ['P1', 420, ['0 a', '45 a', '120 b', '165 b', '240 c', '285 c', '300 sup', '345 sup', '420 zone']],
    ['P2', 600, ['0 a', '45 a', '300 sup', '345 sup', '600 zone']],
    ['P3', 1800, ['0 a', '45 a', '900 sup', '945 sup', '1800 zone']],
  ])('%s: who rings when, in seconds', (priority, last, expected) => {
    expect(rungUntil(new Search(fullPlan, priority).run(last), last)).toEqual(expected);
  });

  it('asks the next person at once when one declines, and the supervisor at once when the roster is used up', () => {
    const search = new Search(fullPlan, 'P2', () => 'declines').run(0);
    expect(rungUntil(search, 0).slice(0, 6)).toEqual(['0 a', '0 b', '0 c', '0 sup', '0 zone', '0 proj']);
  });

  it('does not wait for a number that cannot be reached', () => {
    const search = new Search(fullPlan, 'P1', (who) => (who === 'a' ? 'unreachable' : 'silent')).run(130);
    expect(rungUntil(search, 130)).toEqual(['0 a', '0 b', '45 b', '120 c']);
  });

  it('skips absent steps at once', () => {
    const plan = [candidate('zone', 'zone_manager'), candidate('mon', 'monitoring')];
    expect(rungUntil(new Search(plan, 'P1').run(100), 100)).toEqual(['0 zone', '45 zone']);
    expect(new Search([], 'P0').run().kinds.at(-1)).toBe('exhausted');
  });

  it('asks the monitoring centre when all rounds are used up', () => {
    const search = new Search(fullPlan, 'P1').run();
    const people = search.rung.map(({ who }) => who);
    expect(people.filter((who) => who === 'sup')).toHaveLength(2 * rules.ladderRounds);
    expect(people.filter((who) => who === 'mon')).toHaveLength(2);
    expect(people.slice(-2)).toEqual(['mon', 'mon']);
    expect(search.kinds.at(-1)).toBe('exhausted');
  });

  it('stands still while the carrier refuses, and then gives everybody their whole time', () => {
    const search = new Search(fullPlan, 'P1', () => 'silent', at(600)).run(730);
    expect(rungUntil(search, 730)).toEqual(['600 a', '645 a', '720 b']);
  });

  const offer = (change: Partial<Offer>): Offer => ({
    personCode: 'a',
    attempts: 2,
    takenAt: start,
    live: false,
    over: false,
    ...change,
  });
  const chosen = { personCode: 'c' } as const;
  const p2 = (offers: Offer[], supervisorDueAt: Date | null = at(900)): PagingProgress => ({
    priority: 'P2',
    round: 1,
    supervisorDueAt,
    offers,
  });

  it.each<[string, PagingProgress, number, object]>([
    ['a millisecond before the time is up', p2([offer({})]), 299.999, { kind: 'wait', until: at(300) }],
    ['when the time is up', p2([offer({})]), 300, { kind: 'page', people: [{ personCode: 'b' }] }],
    ['a second before the redial', p2([offer({ attempts: 1 })]), 44.999, { kind: 'wait', until: at(45) }],
    ['when the redial is due', p2([offer({ attempts: 1 })]), 45, { kind: 'redial', personCode: 'a' }],
    ['while the phone is still in use', p2([offer({ attempts: 1, live: true })]), 60, { kind: 'wait', until: at(300) }],
    [
      'while the carrier has not answered',
      p2([offer({ takenAt: null, live: true })], null),
      60,
      { kind: 'wait', until: null },
    ],
    ['when the supervisor is due', p2([offer({})], at(200)), 200, { kind: 'page', people: [{ personCode: 'sup' }] }],
    [
      'while the supervisor decides',
      p2([offer({}), offer({ personCode: 'sup', takenAt: at(300) })], at(300)),
      400,
      { kind: 'wait', until: at(600) },
    ],
    [
      'while somebody whom the supervisor chose has the time for it',
      p2([
        offer({}),
        offer({ personCode: 'sup', takenAt: at(300), over: true }),
        offer({ takenAt: at(310), ...chosen }),
      ]),
      400,
      { kind: 'wait', until: at(610) },
    ],
    [
      'when the time of the one whom the supervisor chose is up',
      p2([
        offer({}),
        offer({ personCode: 'sup', takenAt: at(300), over: true }),
        offer({ takenAt: at(310), ...chosen }),
      ]),
      610,
      { kind: 'page', people: [{ personCode: 'zone' }] },
    ],
    [
      'while somebody of the roster who was asked before the supervisor still has time',
      p2([offer({ takenAt: at(100) }), offer({ personCode: 'sup', takenAt: at(300), over: true })], at(300)),
      310,
      { kind: 'page', people: [{ personCode: 'zone' }] },
    ],
    [
      'when a supervisor who is on the roster was asked already',
      p2([offer({ personCode: 'sup' })], at(100)),
      200,
      { kind: 'wait', until: at(300) },
    ],
    [
      'when a supervisor who is on the roster declined: the roster goes on',
      p2([offer({ personCode: 'sup', over: true })]),
      10,
      { kind: 'page', people: [{ personCode: 'a' }] },
    ],
    [
      'when the one who declined has gone off duty since: the roster goes on',
      p2([offer({ personCode: 'gone', over: true })]),
      10,
      { kind: 'page', people: [{ personCode: 'a' }] },
    ],
    [
      'while somebody has time whom a manager chose when nobody was on duty',
      p2([offer({ personCode: 'zone', over: true }), offer({ takenAt: at(10), ...chosen })]),
      100,
      { kind: 'wait', until: at(310) },
    ],
  ])('%s', (_what, progress, moment, expected) => {
    const plan = [...fullPlan];
    if (progress.offers[0]?.personCode === 'sup') plan.unshift(candidate('sup', 'roster', 1));
    expect(decidePaging(rules, plan, progress, at(moment))).toMatchObject(expected);
  });

  const people = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 });
  const plans = fc
    .record({ roster: people, sup: fc.boolean(), zone: fc.boolean(), proj: fc.boolean(), mon: fc.boolean() })
    .map(({ roster, sup, zone, proj, mon }): PagingPlan => [
      ...roster.map((code, index) => candidate(code, 'roster', index + 1)),
      ...(sup ? [candidate('sup', 'engineering_supervisor')] : []),
      ...(zone ? [candidate('zone', 'zone_manager')] : []),
      ...(proj ? [candidate('proj', 'project_manager')] : []),
      ...(mon ? [candidate('mon', 'monitoring')] : []),
    ]);
  const behaviours = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd', 'sup', 'zone', 'proj', 'mon'),
    fc.constantFrom<Answer>('silent', 'declines', 'unreachable'),
  );

  it('always ends, reaches everybody it may, never rings early or too often, and is the same every time', () => {
    fc.assert(
      fc.property(plans, behaviours, fc.constantFrom(...priorities), (plan, behaviour, priority) => {
        const run = (): Search => new Search(plan, priority, (who) => behaviour[who] ?? 'silent').run();
        const search = run();
        expect(search.kinds.at(-1)).toBe('exhausted');
        expect(run().rung).toEqual(search.rung);
        const rung = new Set(search.rung.map(({ who }) => who));
        // With the supervisor's time up first, the rest of the roster rings only by the supervisor's word.
        const certain = plan.filter(({ stage }, index) => stage !== 'roster' || index === 0);
        expect(certain.map(({ personCode }) => personCode).filter((code) => !rung.has(code))).toEqual([]);
        for (const ring of search.rung.filter(({ attempt }) => attempt > 1)) {
          const before = search.rung.findLast(({ who, at: when }) => who === ring.who && when < ring.at)!;
          expect(ring.at - before.at).toBeGreaterThanOrEqual(rules.redialAfter / second);
          expect(ring.attempt).toBeLessThanOrEqual(rules.attemptsPerPerson);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('gives silent people their whole time before anybody else of their kind is asked', () => {
    fc.assert(
      fc.property(plans, fc.constantFrom<Priority>('P1', 'P2', 'P3'), (plan, priority) => {
        const firsts = new Search(plan, priority).run().rung.filter(({ attempt }) => attempt === 1);
        const window = rules.acceptWithin[policyKey(priority)] / second;
        const isRoster = (who: string): boolean => plan.some((one) => one.personCode === who && one.stage === 'roster');
        const tooEarly = firsts.filter((ring, index) => {
          const before = firsts[index - 1];
          return before && isRoster(before.who) === isRoster(ring.who) && ring.at - before.at < window;
        });
        expect(tooEarly).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
