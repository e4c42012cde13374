/** The latest of some moments; null when there is none. */
export function latest(moments: readonly (Date | null)[]): Date | null {
  return moments.reduce((last, at) => (last === null || (at !== null && at > last) ? at : last), null);
}
