import type { Context } from '../../services/context';
import type { Scene, Verb, VerbResult } from '../verb';

/** A verb of what it declares and what it does. */
export function verbWith(
  declared: Omit<Verb, 'run'>,
  run: (context: Context, scene: Scene) => VerbResult | Promise<VerbResult>,
): Verb {
  return { ...declared, run: async (context, scene) => run(context, scene) };
}
