import type { Attempt } from '../../../models/attempt';
import type { CallStop } from '../../../models/call-stop';
import type { Value } from '../../domain/speech';
import type { Context } from '../../services/context';
import { digitsEntered, numberFact } from '../scene-facts';
import type { Scene, Verb } from '../verb';
import { verbWith } from './verb-with';

/** What the flows of our own calls have in common. */

/** The attempt in the URLs of one of our calls. */
export const attemptOf = (scene: Scene): number => numberFact(scene, 'attempt');

const stopReasons: Readonly<Record<string, CallStop['reason']>> = {
  '1': 'wrong_number',
  '2': 'texts_only',
  '3': 'no_more_calls',
};

/** What the key of node `stop` asks for. */
export const stopReasonOf = (scene: Scene): CallStop['reason'] => stopReasons[digitsEntered(scene)] ?? 'no_more_calls';

/** Takes keys 1–3 of node `stop`. */
export function stopping(
  stop: (context: Context, attemptId: number, reason: CallStop['reason']) => Promise<void>,
): Verb {
  return verbWith({ outcomes: ['stopped'] }, async (context, scene) => {
    await stop(context, attemptOf(scene), stopReasonOf(scene));
    return { outcome: 'stopped' };
  });
}

/** Tells whether another call will follow; a customer is told so only when one will. */
export function unanswered(read: (attemptId: number) => Promise<{ readonly attempt: Attempt } | null>): Verb {
  return verbWith({ outcomes: ['again', 'last'] }, async ({ policy }, scene) => {
    const call = await read(attemptOf(scene));
    const isLast = call === null || call.attempt.attemptNo >= policy.callback.attempts;
    return { outcome: isLast ? 'last' : 'again' };
  });
}

/** By when somebody comes again. */
export const arrivalWords = (due: Date | null): Value =>
  due === null
    ? { phrase: 'completion.promise.soon' }
    : { phrase: 'completion.promise.arrival', vars: { time: { time: due } } };
