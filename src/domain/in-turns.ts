/** One from each list in turn until all are used up, each key once: the first of every list come before any second. */
export function inTurns<T>(lists: readonly (readonly T[])[], keyOf: (one: T) => unknown): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const mixed = Array.from({ length: longest }, (_none, turn) => lists.flatMap((list) => list.slice(turn, turn + 1)));
  const taken = new Set<unknown>();
  return mixed.flat().filter((one) => !taken.has(keyOf(one)) && taken.add(keyOf(one)));
}
