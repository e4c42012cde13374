import { canTakeTexts, isAllowedNumber } from '../../phone-number';
import type { Context } from '../context';
import { isOptedOut } from './opt-out';

/** Whether we may call or text a number and it is likely to arrive. */
export async function isReachable({ settings }: Context, phone: string, channel: 'call' | 'text'): Promise<boolean> {
  if (!isAllowedNumber(phone, settings.allowedPrefixes)) return false;
  return channel === 'call' || (canTakeTexts(phone) && !(await isOptedOut(phone)));
}
