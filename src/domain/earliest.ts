/** The earliest of some moments; null when there is none. */
export function earliest(moments: readonly (Date | null)[]): Date | null {
  return moments.reduce((first, at) => (first === null || (at !== null && at < first) ? at : first), null);
}
