import { Person } from '../../../models/person';
import type { Value } from '../../domain/speech';
import type { Reporter } from '../../domain/timeline';
import { readJob, type Job } from '../../services/crew/crew-jobs';
import type { KeyedTime } from '../../services/crew/keyed-time';
import { digitsEntered, numberFact } from '../scene-facts';
import type { Scene } from '../verb';

/** What a call of the crew says: about which job, who reports it, and which time was keyed. */

export const ticketOf = (scene: Scene): number => numberFact(scene, 'ticket');

/** The job of this call, as it stands for the person who signed in. */
export const jobOf = (scene: Scene): Promise<Job> => readJob(ticketOf(scene), scene.facts['person'] ?? '');

/** The person who signed in to the crew line. Throws EmptyResultError when nobody did, which `calmly` turns into an outcome. */
export async function reporterOf({ facts }: Scene): Promise<Reporter> {
  const { code, name } = await Person.findByPk(facts['person'] ?? '', { rejectOnEmpty: true });
  return { code, name };
}

/** The number that was entered; null for # alone. */
export function numberEntered(scene: Scene): number | null {
  const typed = digitsEntered(scene);
  return typed === '' ? null : Number(typed);
}

/** The time that is keyed now, and the fact that counts on for the next one in this call. */
export function keyedNow(scene: Scene): { readonly time: KeyedTime; readonly next: { readonly keyed: string } } {
  const turn = numberFact(scene, 'keyed');
  const time = { callSid: scene.call.sid, turn, minutes: numberEntered(scene) };
  return { time, next: { keyed: String(turn + 1) } };
}

/** What # alone means when a time of arrival is asked for: by the promised time. */
export const promiseWords = (due: Date | null): Value =>
  due === null ? { phrase: 'page.eta.open' } : { phrase: 'page.eta.by', vars: { time: { time: due } } };
