import { isDatabaseUnavailable } from '../../models/database';
import type { Context } from '../services/context';
import { withinTime } from '../services/within-time';
import type { Scene, VerbResult, Verbs } from './verb';

/** Together with what comes before and after them these stay below the 15 s that a carrier waits for a document. */
const patience = { first: 5000, afterFailure: 1000 } as const;

/**
 * Runs a verb by name. A dead database, a slow one or a bug give the outcome `failed`: the caller never hears an error.
 * `hasFailed`: another verb of the same request failed already, so the database will not get as much time again.
 */
export async function runVerb(
  context: Context,
  verbs: Verbs,
  name: string,
  scene: Scene,
  hasFailed: boolean,
): Promise<VerbResult> {
  const verb = verbs[name];
  if (verb === undefined) throw new Error(`No verb is named ${name}.`);
  const late = (): VerbResult => {
    context.log.warn('a step took too long', { verb: name });
    return { outcome: 'failed' };
  };
  try {
    const ms = hasFailed ? patience.afterFailure : patience.first;
    return await withinTime(context.clock, ms, verb.run(context, scene), late);
  } catch (error) {
    if (isDatabaseUnavailable(error)) context.log.warn('the database does not answer a call', { verb: name });
    else context.log.error('a step of a call failed', { verb: name, node: `${scene.flow}/${scene.node}`, error });
    return { outcome: 'failed' };
  }
}
