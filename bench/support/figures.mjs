/** Of sorted or unsorted numbers; null of none. */
export function percentile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted.length === 0 ? null : sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
}

export const median = (values) => percentile(values, 0.5);

/** To so many digits after the point; null stays null. */
export const round = (value, digits = 2) => (value === null ? null : Math.round(value * 10 ** digits) / 10 ** digits);

/** The usual three of durations in milliseconds. */
export const percentiles = (values) => ({
  p50: round(percentile(values, 0.5), 1),
  p95: round(percentile(values, 0.95), 1),
  p99: round(percentile(values, 0.99), 1),
});

/** How often each of these words was said. */
export class Tally {
  #counts = new Map();

  add(word) {
    this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
  }

  get total() {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  toJSON() {
    return Object.fromEntries([...this.#counts].sort(([, one], [, other]) => other - one));
  }
}
