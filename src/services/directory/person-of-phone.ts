import { Op } from 'sequelize';
import { isDatabaseUnavailable } from '../../../models/database';
import { Person } from '../../../models/person';
import type { Context } from '../context';
import { knownPeople } from '../known-people';
import { withinTime } from '../within-time';

/** Our own person behind a number, or null. */
export async function personOfPhone(phone: string | null): Promise<Person | null> {
  if (phone === null) return null;
  return Person.findOne({ where: { [Op.or]: [{ phone }, { phone2: phone }] }, order: [['code', 'ASC']] });
}

async function isOfStaff(phone: string | null): Promise<boolean> {
  if (phone === null) return false;
  return (await knownPeople()).some((person) => person.phone === phone || person.phone2 === phone);
}

/** How long an incoming call may wait for the database to know the number, in milliseconds; after that it counts as a caller's. */
const patience = 2000;

/** Whether a call belongs on the crew line. While the database is down or slow everybody is a caller: nobody is turned away. */
export async function isStaffPhone(context: Context, phone: string | null): Promise<boolean> {
  try {
    return await withinTime(context.clock, patience, isOfStaff(phone), () => false);
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    context.log.warn('the database does not answer an incoming call');
    return false;
  }
}
