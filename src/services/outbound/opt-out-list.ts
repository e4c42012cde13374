import { Op } from 'sequelize';
import { OptOut } from '../../../models/opt-out';
import { Person } from '../../../models/person';
import { HotlineError } from '../../errors';
import { maskPhone, toE164 } from '../../phone-number';
import type { Context } from '../context';
import { type Page, type PageQuery, pageOf, sliceOf, type Sorting } from '../views/list-page';
import { optIn, optOut } from './opt-out';
import { isPhoneHash } from '../directory/phone-hash';

const sorting: Sorting<OptOut> = { moment: 'since', key: 'id' };

/** A number that wants no texts, with the name of the staff member it belongs to, if any. */
export interface PresentedOptOut {
  readonly id: number;
  readonly phone: string;
  readonly source: string;
  readonly since: string;
  readonly person: { readonly code: string; readonly name: string } | null;
}

async function present(rows: readonly OptOut[]): Promise<PresentedOptOut[]> {
  const phones = rows.map(({ phone }) => phone);
  const people = await Person.findAll({ where: { [Op.or]: [{ phone: phones }, { phone2: phones }] } });
  return rows.map(({ id, phone, source, since }) => {
    const person = people.find((one) => one.phone === phone || one.phone2 === phone);
    const whose = person === undefined ? null : { code: person.code, name: person.name };
    return {
      id,
      phone: isPhoneHash(phone) ? 'forgotten' : maskPhone(phone),
      source,
      since: since.toISOString(),
      person: whose,
    };
  });
}

/** Numbers that want no texts, the newest first. Throws `bad_request` for a foreign cursor. */
export async function listOptOuts(query: PageQuery): Promise<Page<PresentedOptOut>> {
  const page = pageOf(sorting, query, await OptOut.findAll(sliceOf(sorting, query)));
  return { ...page, items: await present(page.items) };
}

/** Adds a number to the list, where one that is on it stays as it is. Throws `bad_request` for what is no number. */
export async function addOptOut(context: Context, typed: string): Promise<PresentedOptOut> {
  const row = await optOut(context, phoneOf(context, typed), 'api');
  const [presented] = await present([row]);
  if (presented === undefined) throw new Error('An opt-out was not presented.');
  return presented;
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
