import { canTakeTexts, isAllowedNumber } from '../../phone-number';
import type { Context } from '../context';
import { isOptedOut } from './opt-out';

/** Whether we may call or text a number and its phone can receive that: a landline receives no texts. */
export function canReach({ settings }: Pick<Context, 'settings'>, phone: string, channel: 'call' | 'text'): boolean {
  return isAllowedNumber(phone, settings.allowedPrefixes) && (channel === 'call' || canTakeTexts(phone));
}

/** As canReach, and only if its owner has not opted out. */
export async function isReachable(context: Context, phone: string, channel: 'call' | 'text'): Promise<boolean> {
  return canReach(context, phone, channel) && (channel === 'call' || !(await isOptedOut(phone)));
}
