import type { CallInfo } from '../domain/call';
import type { Facts } from '../domain/flow';
import type { Vars } from '../domain/speech';
import type { Context } from '../services/context';

/** What a verb may know: the call, where it stands and what was just answered. */
export interface Scene {
  readonly call: CallInfo;
  readonly flow: string;
  readonly node: string;
  readonly language: string;
  readonly facts: Facts;
  /** The keys just entered; '' after silence or a recording. */
  readonly keys: string;
  readonly recording: { readonly sid: string; readonly seconds: number } | null;
}

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

/**
 * What a flow can ask of the services by name. A webhook may come twice: a verb with an effect is idempotent by a natural key
 * and answers again from the rows.
 */
export interface Verb {
  /** Every outcome; `ask` asks the node that named the verb. */
  readonly outcomes: readonly string[];
  /** The values that the verb gives to prompts. */
  readonly vars?: readonly string[];
  readonly run: (context: Context, scene: Scene) => Promise<VerbResult>;
}

export type Verbs = Readonly<Record<string, Verb>>;
