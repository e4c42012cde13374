import type { CallbackRules } from '../../domain/callbacks';
import type { Context } from '../context';

/** The rules of callbacks as this installation has them. */
export function callbackRules({ policy, settings }: Context): CallbackRules {
  return { callback: policy.callback, quietHours: policy.quietHours, timezone: settings.timezone };
}
