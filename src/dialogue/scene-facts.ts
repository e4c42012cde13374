import type { Scene } from './verb';

/** The digits that were entered, without the # that ended them. */
export function digitsEntered({ keys }: Scene): string {
  return keys.replaceAll(/\D/g, '');
}

/** A fact that is a number; 0 when it is not there. */
export function numberFact({ facts }: Scene, name: string): number {
  return Number(facts[name] ?? '0');
}

/** How many misses a call is allowed where each is a way of its own and the engine cannot count. */
const missesAllowed = 3;

/** One more miss: the fact to set, and whether it was the last. */
export function oneMoreMiss(scene: Scene): { readonly set: { readonly misses: string }; readonly isLast: boolean } {
  const misses = numberFact(scene, 'misses') + 1;
  return { set: { misses: String(misses) }, isLast: misses >= missesAllowed };
}
