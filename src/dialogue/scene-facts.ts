import { triesAllowed } from '../domain/flow-step';
import type { Scene, VerbResult } from './verb';

/** The digits that were entered, without the # that ended them. */
export function digitsEntered({ keys }: Scene): string {
  return keys.replaceAll(/\D/g, '');
}

/** A fact that is a number; 0 when it is not there. */
export function numberFact({ facts }: Scene, name: string): number {
  return Number(facts[name] ?? '0');
}

interface Misses {
  /** The outcome that asks again, and the one after the last miss. */
  readonly again: string;
  readonly over: string;
  /** The fact they are counted in: misses of one kind do not count for another. */
  readonly fact?: string;
  readonly allowed?: number;
}

/** One more wrong entry, where the right shape is no answer yet and the engine cannot count. */
export function missed(scene: Scene, { again, over, fact = 'misses', allowed = triesAllowed }: Misses): VerbResult {
  const misses = numberFact(scene, fact) + 1;
  return { outcome: misses < allowed ? again : over, set: { [fact]: String(misses) } };
}
