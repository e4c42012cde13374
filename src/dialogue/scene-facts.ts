import { triesAllowed } from '../domain/flow-step';
import type { Context } from '../services/context';
import type { FaultReport } from '../services/intake/open-fault-report';
import type { Scene, VerbResult } from './verb';

/** The digits that were entered, without the # that ended them. */
export function digitsEntered({ keys }: Scene): string {
  return keys.replaceAll(/\D/g, '');
}

/** A fact that is a number; 0 when it is not there. */
export function numberFact({ facts }: Scene, name: string): number {
  return Number(facts[name] ?? '0');
}

/** What the call has gathered, as a report that is made now. */
export function reportNow({ clock }: Context, { call, facts, language }: Scene): FaultReport {
  return { call, facts, language, reportedAt: clock.now() };
}

interface Misses {
  /** The outcome that asks again; `over` is the outcome of the last miss. */
  readonly again: string;
  readonly over: string;
  /** The fact that counts these misses; each kind of miss has its own. */
  readonly fact?: string;
  readonly allowed?: number;
}

/** Counts a wrong entry that the engine cannot know to be wrong, such as a number that is not found. */
export function missed(scene: Scene, { again, over, fact = 'misses', allowed = triesAllowed }: Misses): VerbResult {
  const misses = numberFact(scene, fact) + 1;
  return { outcome: misses < allowed ? again : over, set: { [fact]: String(misses) } };
}
