import { Handoff } from '../../../models/handoff';
import { isDatabaseUnavailable } from '../../../models/database';
import type { Context } from '../../services/context';
import type { Scene, Verbs } from '../verb';
import { numberFact } from '../scene-facts';
import { verbWith } from './verb-with';

/** What the `overflow` flow asks: who calls, and who took the call. */

export const overflowVerbs: Verbs = {
  'handoff-about': verbWith({ outcomes: ['ask'], vars: ['about'] }, async (context, scene) => {
    const handoff = await handoffOf(context, scene);
    const isUnknown = handoff === null || handoff.aboutZh === '';
    const about = isUnknown
      ? { phrase: 'overflow.about.unknown' }
      : { words: { zh: handoff.aboutZh, en: handoff.aboutEn } };
    return { outcome: 'ask', vars: { about } };
  }),

  /** The first person who presses 1 gets the call; the next one hears that it is taken. */
  'take-call': verbWith({ outcomes: ['taken', 'gone', 'unavailable'] }, async (context, scene) => {
    const handoff = await handoffOf(context, scene);
    if (handoff === null) return { outcome: 'taken' };
    const person = handoff.planned[numberFact(scene, 'turn')] ?? '';
    const taken = { takenBy: person, takenAt: context.clock.now() };
    await Handoff.update(taken, { where: { id: handoff.id, takenBy: null } });
    const now = await Handoff.findByPk(handoff.id);
    return { outcome: now?.takenBy === person ? 'taken' : 'gone' };
  }),
};

/** The row of the handoff; null while the database is down, when the call is connected all the same. */
async function handoffOf(context: Context, scene: Scene): Promise<Handoff | null> {
  const id = numberFact(scene, 'handoff');
  if (id === 0) return null;
  try {
    return await Handoff.findByPk(id);
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    context.log.warn('a handoff is not known while the database is down', { handoff: id });
    return null;
  }
}
