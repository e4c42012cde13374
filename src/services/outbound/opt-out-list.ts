import type { z } from 'zod';
import { OptOut } from '../../../models/opt-out';
import { HotlineError } from '../../errors';
import { maskPhone, toE164 } from '../../phone-number';
import type { Context } from '../context';
import { knownPeople, type KnownPerson } from '../known-people';
import * as answer from '../views/answers';
import { type List, type Page, type PageQuery, readPage } from '../views/list-page';
import { optIn, optOut } from './opt-out';
import { isPhoneHash } from '../directory/phone-hash';

const list: List<OptOut> = { model: OptOut, moment: 'since', key: 'id' };

/** A number that wants no texts, with the name of the staff member it belongs to, if any. */
export type PresentedOptOut = z.output<typeof answer.optOut>;

function present(row: OptOut, people: readonly KnownPerson[]): PresentedOptOut {
  const { phone } = row;
  const person = people.find((one) => one.phone === phone || one.phone2 === phone);
  return answer.shown(answer.optOut, {
    ...row.get(),
    phone: isPhoneHash(phone) ? 'forgotten' : maskPhone(phone),
    person: person === undefined ? null : { code: person.code, name: person.name },
  });
}

/** Numbers that want no texts, the newest first. Throws `bad_request` for a foreign cursor. */
export async function listOptOuts(query: PageQuery): Promise<Page<PresentedOptOut>> {
  return readPage(list, query, {}, async (rows) => {
    const people = await knownPeople();
    return rows.map((row) => present(row, people));
  });
}

/** Adds a number to the list, where one that is on it stays as it is. Throws `bad_request` for what is no number. */
export async function addOptOut(context: Context, typed: string): Promise<PresentedOptOut> {
  const row = await optOut(context, phoneOf(context, typed), 'api');
  return present(row, await knownPeople());
}

/** Takes a number off the list, by its id or the number itself. Throws `not_found`. */
export async function removeOptOut(
  context: Context,
  which: { readonly id: number } | { readonly phone: string },
): Promise<void> {
  const phone = 'id' in which ? (await OptOut.findByPk(which.id))?.phone : phoneOf(context, which.phone);
  if (phone === undefined || !(await optIn(phone)))
    throw new HotlineError('not_found', 'This number is not on the list.', {});
}

function phoneOf({ settings }: Context, typed: string): string {
  const phone = toE164(typed, settings.hotlineNumber);
  if (phone === null) throw new HotlineError('bad_request', 'This is no phone number.', { parameter: 'phone' });
  return phone;
}
