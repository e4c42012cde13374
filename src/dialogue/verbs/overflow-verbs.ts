import { Handoff } from '../../../models/handoff';
import { isDatabaseUnavailable } from '../../../models/database';
import type { Context } from '../../services/context';
import type { Scene, Verb, Verbs } from '../verb';

/** What the `overflow` flow asks: who calls, and who took the call. */

const handoffAbout: Verb = {
  outcomes: ['ask'],
  vars: ['about'],
  async run(context, scene) {
    const handoff = await handoffOf(context, scene);
    const about = handoff === null || handoff.aboutZh === '' ? null : { zh: handoff.aboutZh, en: handoff.aboutEn };
    return {
      outcome: 'ask',
      vars: { about: about === null ? { phrase: 'overflow.about.unknown' } : { words: about } },
    };
  },
};

/** The first person who presses 1 gets the call; the next one hears that it is taken. */
const takeCall: Verb = {
  outcomes: ['taken', 'gone', 'unavailable'],
  async run(context, scene) {
    const handoff = await handoffOf(context, scene);
    if (handoff === null) return { outcome: 'taken' };
    const person = handoff.planned[Number(scene.facts['turn'] ?? '0')] ?? '';
    await Handoff.update(
      { takenBy: person, takenAt: context.clock.now() },
      { where: { id: handoff.id, takenBy: null } },
    );
    const now = await Handoff.findByPk(handoff.id);
    return { outcome: now?.takenBy === person ? 'taken' : 'gone' };
  },
};

/** The row of the handoff; null while the database is down, when the call is connected all the same. */
async function handoffOf(context: Context, { facts }: Scene): Promise<Handoff | null> {
  const id = Number(facts['handoff'] ?? '0');
  if (id === 0) return null;
  try {
    return await Handoff.findByPk(id);
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    context.log.warn('a handoff is not known while the database is down', { handoff: id });
    return null;
  }
}

export const overflowVerbs: Verbs = { 'handoff-about': handoffAbout, 'take-call': takeCall };
