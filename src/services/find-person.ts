import { Op } from 'sequelize';
import { isDatabaseUnavailable } from '../../models/database';
import { Person } from '../../models/person';
import type { Context } from './context';

/** Our own person behind a number, or null. */
export async function personOfPhone(phone: string | null): Promise<Person | null> {
  if (phone === null) return null;
  return Person.findOne({ where: { [Op.or]: [{ phone }, { phone2: phone }] }, order: [['code', 'ASC']] });
}

/** Whether a call belongs on the crew line. While the database is down everybody is a caller: nobody is turned away. */
export async function isStaffPhone(context: Context, phone: string | null): Promise<boolean> {
  try {
    return (await personOfPhone(phone)) !== null;
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    context.log.warn('the database does not answer an incoming call');
    return false;
  }
}
