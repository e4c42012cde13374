import { isDatabaseUnavailable } from '../../models/database';
import type { Context } from '../services/context';
import { withinTime } from '../services/within-time';
import type { Scene, VerbResult, Verbs } from './verb';

/**
 * Runs a verb by name, for `ms` milliseconds at most. A dead database, a slow one or a bug give the outcome `failed`: the
 * caller never hears an error.
 */
export async function runVerb(
  context: Context,
  verbs: Verbs,
  name: string,
  scene: Scene,
  ms: number,
): Promise<VerbResult> {
  const verb = verbs[name];
  if (verb === undefined) throw new Error(`No verb is named ${name}.`);
  const late = (): VerbResult => {
    context.log.warn('a step took too long', { verb: name });
    return { outcome: 'failed' };
  };
  try {
    return await withinTime(context.clock, ms, verb.run(context, scene), late);
  } catch (error) {
    if (isDatabaseUnavailable(error)) context.log.warn('the database does not answer a call', { verb: name });
    else context.log.error('a step of a call failed', { verb: name, node: `${scene.flow}/${scene.node}`, error });
    return { outcome: 'failed' };
  }
}
