import { EmptyResultError } from 'sequelize';
import { isHotlineError } from '../errors';
import type { Verb, Verbs } from './verb';

/** The same verbs, but a page, job or person that has no row (any more) gives `outcome` instead of an error, which would wake somebody. */
export function calmly(outcome: string, verbs: Verbs): Verbs {
  return Object.fromEntries(Object.entries(verbs).map(([name, verb]) => [name, calm(outcome, verb)]));
}

function calm(outcome: string, verb: Verb): Verb {
  if (!verb.outcomes.includes(outcome)) return verb;
  return {
    ...verb,
    async run(context, scene) {
      try {
        return await verb.run(context, scene);
      } catch (error) {
        if (!isHotlineError(error, 'not_found') && !(error instanceof EmptyResultError)) throw error;
        context.log.warn('a call is about something that is not there', { node: `${scene.flow}/${scene.node}` });
        return { outcome };
      }
    },
  };
}
