import { afterCommit, select } from '../../../models/database';
import { OptOut } from '../../../models/opt-out';
import type { Context } from '../context';
import { personOfPhone } from '../directory/person-of-phone';
import { phoneAndHash } from '../directory/phone-hash';

/** Whether a number wants no texts. */
export async function isOptedOut(phone: string): Promise<boolean> {
  const [hash = phone] = (await phoneAndHash(phone)).slice(1);
  return (await select('SELECT id FROM opt_outs WHERE phone IN (?, ?)', [phone, hash])).length > 0;
}

/** Stops texts to this number, E.164; logs a warning when it belongs to one of our people. */
export async function optOut(
  { clock, log }: Pick<Context, 'clock' | 'log'>,
  phone: string,
  source: OptOut['source'],
): Promise<OptOut> {
  const [row, isNew] = await OptOut.findOrCreate({
    where: { phone },
    defaults: { phone, source, since: clock.now() },
  });
  const person = await personOfPhone(phone);
  if (isNew && person !== null)
    afterCommit(() => {
      log.warn('A MEMBER OF THE STAFF GETS NO TEXTS ANY MORE: they sent STOP; only START from their phone ends it', {
        person: person.code,
        source,
      });
    });
  return row;
}

/** Allows texts to this number again; false when they were allowed before. */
export async function optIn(phone: string): Promise<boolean> {
  return (await OptOut.destroy({ where: { phone: await phoneAndHash(phone) } })) > 0;
}
