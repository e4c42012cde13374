import { isDatabaseUnavailable } from '../../../models/database';
import type { Context } from '../context';
import type { Scene, VerbResult, Verbs } from './verb';

/** A carrier waits 15 s for a document; a database that hangs must not use them up. */
const patienceMs = 6000;

/** Runs a verb by name. A dead database, a slow one or a bug give the outcome `failed`: the caller never hears an error. */
export async function runVerb(context: Context, verbs: Verbs, name: string, scene: Scene): Promise<VerbResult> {
  const verb = verbs[name];
  if (verb === undefined) throw new Error(`No verb is named ${name}.`);
  let giveUp = (): void => undefined;
  const deadline = new Promise<VerbResult>((resolve) => {
    giveUp = context.clock.after(patienceMs, () => {
      context.log.warn('a step took too long', { verb: name });
      resolve({ outcome: 'failed' });
    });
  });
  try {
    return await Promise.race([verb.run(context, scene), deadline]);
  } catch (error) {
    if (isDatabaseUnavailable(error)) context.log.warn('the database does not answer a call', { verb: name });
    else context.log.error('a step of a call failed', { verb: name, node: `${scene.flow}/${scene.node}`, error });
    return { outcome: 'failed' };
  } finally {
    giveUp();
  }
}
