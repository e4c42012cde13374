import { Person } from '../../../models/person';
import type { Reporter } from '../../domain/timeline';
import { numberFact } from '../scene-facts';
import type { Scene } from '../verb';

/** The person who signed in to the crew line. Throws EmptyResultError when nobody did, which `calmly` turns into an outcome. */
export async function reporterOf({ facts }: Scene): Promise<Reporter> {
  const { code, name } = await Person.findByPk(facts['person'] ?? '', { rejectOnEmpty: true });
  return { code, name };
}

/** Which of the times keyed in this call is keyed now, counted from 0, and the fact that counts on for the next one. */
export function turnOf(scene: Scene): { readonly turn: number; readonly next: { readonly keyed: string } } {
  const turn = numberFact(scene, 'keyed');
  return { turn, next: { keyed: String(turn + 1) } };
}
