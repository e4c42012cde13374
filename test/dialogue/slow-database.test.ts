import { enterNode } from '../../src/dialogue/run-dialogue';
import { verbs } from '../../src/dialogue/verbs/verbs';
import type { Verb } from '../../src/dialogue/verb';
import { freshDatabase, type FreshDatabase } from '../support/database';
import { serviceStage, type ServiceStage } from '../support/service-context';

/** A carrier gives up waiting for a document after 15 s. */
const carrierWaits = 15_000;
const call = { sid: 'CA1', phone: '+8613800000001', direction: 'inbound', token: null } as const;
const place = { flow: 'caller', language: 'en', tries: 0, repeats: 0, back: [], facts: { account: '1' } } as const;

let fresh: FreshDatabase;
let stage: ServiceStage;
let waited: number;

beforeAll(async () => {
  fresh = await freshDatabase();
});
beforeEach(() => {
  stage = serviceStage(fresh, '2026-03-02T02:00:00.000Z');
  waited = 0;
});
afterAll(() => fresh.drop());

/** Goes to the next timer as soon as nothing else is to be done. */
class JumpingClock {
  private timers: { readonly at: number; readonly task: () => void }[] = [];
  private time: number;

  constructor(start: Date) {
    this.time = start.getTime();
  }

  now(): Date {
    return new Date(this.time);
  }

  after(ms: number, task: () => void): () => void {
    const timer = { at: this.time + ms, task };
    this.timers.push(timer);
    setImmediate(() => {
      this.goOn();
    });
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  private goOn(): void {
    const next = this.timers.toSorted((one, other) => one.at - other.at)[0];
    if (next === undefined) return;
    this.timers = this.timers.filter((other) => other !== next);
    this.time = Math.max(this.time, next.at);
    next.task();
  }
}

/** Every verb that asks the database hangs, and every wait for it is over at once but counted. */
function slowly() {
  const hangs = (verb: Verb): Verb => ({ ...verb, run: () => new Promise(() => undefined) });
  const hanging = Object.fromEntries(Object.entries(verbs).map(([name, verb]) => [name, hangs(verb)]));
  const after = (ms: number, task: () => void) => {
    const timer = setImmediate(() => {
      waited += ms;
      task();
    });
    return () => {
      clearImmediate(timer);
    };
  };
  const { 'away-from-home': asksNothing } = verbs;
  return {
    verbs: { ...hanging, 'away-from-home': asksNothing! },
    context: { ...stage.context, clock: { now: () => stage.context.clock.now(), after } },
  };
}

describe('a database that does not answer and does not fail either', () => {
  it('lets the tree speak before the carrier gives up, however many nodes want to know something', async () => {
    const script = await enterNode(slowly(), call, { ...place, node: 'medical' });
    expect(script).toMatchObject({
      kind: 'ask',
      action: expect.stringContaining('/voice/step/caller/neighbours') as string,
    });
    expect(waited).toBeGreaterThan(0);
    // Finding out whether staff is calling comes before.
    expect(waited + 2000).toBeLessThan(carrierWaits);
  });

  it('answers before the carrier gives up also when every verb is slow and none fails', async () => {
    const clock = new JumpingClock(stage.context.clock.now());
    const slow = (verb: Verb): Verb => ({
      ...verb,
      run: (context, scene) =>
        new Promise((resolve) => {
          context.clock.after(4900, () => {
            resolve(verb.run(stage.context, scene));
          });
        }),
    });
    const slowVerbs = Object.fromEntries(Object.entries(verbs).map(([name, verb]) => [name, slow(verb)]));
    const startedAt = clock.now().getTime();
    const dialogue = { verbs: slowVerbs, context: { ...stage.context, clock } };
    await enterNode(dialogue, call, { ...place, node: 'medical' });
    // Finding out whether staff is calling, and who is to be rung, take 2 s each at most.
    expect(clock.now().getTime() - startedAt + 4000).toBeLessThan(carrierWaits);
  });

  it('leads to a person in time when a node cannot do without it', async () => {
    const script = await enterNode(slowly(), call, { ...place, node: 'open-report' });
    expect(['dial', 'record']).toContain(script.kind);
    expect(waited).toBeLessThan(carrierWaits);
  });
});
