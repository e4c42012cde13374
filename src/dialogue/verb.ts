import type { CallInfo } from '../domain/call';
import type { Facts } from '../domain/flow';
import type { VerbResult } from '../domain/verb-result';
import type { Context } from '../services/context';

export type { VerbResult } from '../domain/verb-result';

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

/** With `quiet`, the usual result when there is nothing to tell, the database is not asked for such a result what was told before. */
export type Moving = true | { readonly quiet: VerbResult };

/**
 * What a flow can ask of the services by name. A webhook may come twice: a verb with an effect is idempotent by a natural key
 * and answers again from the rows.
 */
export interface Verb {
  /** Every outcome; `ask` asks the node that named the verb. */
  readonly outcomes: readonly string[];
  /** The values that the verb gives to prompts. */
  readonly vars?: readonly string[];
  /** Of a verb that tells what may be otherwise a moment later: its result is kept, and a repeated webhook gets it again (ADR 0005). */
  readonly moving?: Moving;
  readonly run: (context: Context, scene: Scene) => Promise<VerbResult>;
}

export type Verbs = Readonly<Record<string, Verb>>;
