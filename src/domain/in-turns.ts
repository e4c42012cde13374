/** One from each list in turn until all are used up, each key once: the first of every list come before any second. */
export function inTurns<T>(lists: readonly (readonly T[])[], keyOf: (one: T) => unknown): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const mixed = Array.from({ length: longest }, (_none, index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  );
  const seen = new Map(
    mixed
      .flat()
      .toReversed()
      .map((one) => [keyOf(one), one]),
  );
  return mixed.flat().filter((one) => seen.get(keyOf(one)) === one);
}
