import { Person } from '../../../models/person';
import type { Reporter } from '../../domain/timeline';
import { numberFact } from '../scene-facts';
import type { Scene } from '../verb';

/** Whoever signed in to the crew line. Throws EmptyResultError when nobody did: `calmly` answers for it. */
export async function reporterOf({ facts }: Scene): Promise<Reporter> {
  const { code, name } = await Person.findByPk(facts['person'] ?? '', { rejectOnEmpty: true });
  return { code, name };
}

/** Which time of this call is keyed now, and the fact that counts the next. */
export function turnOf(scene: Scene): { readonly turn: number; readonly next: { readonly keyed: string } } {
  const turn = numberFact(scene, 'keyed');
  return { turn, next: { keyed: String(turn + 1) } };
}
