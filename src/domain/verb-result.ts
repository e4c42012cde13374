import type { Facts } from './flow';
import type { Vars } from './speech';

/** What a verb answers to a flow. */
export interface VerbResult {
  readonly outcome: string;
  /** Facts to keep in the URL; an empty one is dropped. */
  readonly set?: Facts;
  /** Drops the facts gathered so far before `set`. */
  readonly forget?: boolean;
  /** Something was done that cannot be undone, so * no longer leads back to the nodes before. */
  readonly final?: boolean;
  readonly vars?: Vars;
  /** The language the rest of the call speaks. */
  readonly language?: string;
}
