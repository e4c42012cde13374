import type { Facts } from '../domain/flow';
import type { Vars, Words } from '../domain/speech';
import { maskedAddress } from '../domain/masked-address';
import type { Context } from '../services/context';
import { accountById, accountsOfPhone } from '../services/directory/find-account';
import { speak } from '../services/prompts';
import type { CallInfo } from '../domain/call';

/** Who calls and about what, for the ear of the person who is rung, in both languages. */
export async function describeCaller(context: Context, call: CallInfo, reason: string, facts: Facts): Promise<Words> {
  const why: Vars = { reason: { phrase: reasonPrompt(context, reason) } };
  if (call.phone === null) return inBoth(context, 'overflow.about.withheld', why);
  const account = (await accountById(facts['account'])) ?? (await accountsOfPhone(call.phone))[0];
  const vars: Vars = { ...why, phone: { digits: call.phone.slice(-4) } };
  if (account === undefined) return inBoth(context, 'overflow.about.known', vars);
  const address = { words: maskedAddress({ zh: account.addressZh, en: account.addressEn }) };
  return inBoth(context, 'overflow.about.placed', { ...vars, address });
}

function reasonPrompt({ flows }: Context, reason: string): string {
  const id = `overflow.reason.${reason}`;
  return flows.prompts('en')[id] === undefined ? 'overflow.reason.asked' : id;
}

function inBoth(context: Context, id: string, vars: Vars): Words {
  return { zh: speak(context, 'zh-CN', id, vars), en: speak(context, 'en', id, vars) };
}
