/** How bad it is: an `error` loses calls or help now, a `warning` will or may, a `note` is only to be known. */
export type Severity = 'error' | 'warning' | 'note';

/** One thing that is not as it should be, in words for the person who runs the hotline. */
export interface Finding {
  readonly severity: Severity;
  /** What is wrong. */
  readonly problem: string;
  /** What it means for callers and crews. */
  readonly meaning: string;
  /** What to do: a command, a setting, a place. */
  readonly remedy: string;
}

/** One finding as a list, so that what several looks found is simply put together. */
const of =
  (severity: Severity) =>
  (problem: string, meaning: string, remedy: string): Finding[] => [{ severity, problem, meaning, remedy }];

export const error = of('error');
export const warning = of('warning');
export const note = of('note');

/** `1 report`, `3 reports`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `3 people: 王芳, 李强, …`; the first `most` of a list in one line. */
export function listed(names: readonly string[], most = 5): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}
