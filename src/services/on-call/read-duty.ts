import type { Context } from '../context';
import type { DutyPerson } from '../duty-book';
import { knownPeople, type KnownPerson } from '../known-people';
import { turnsNow } from './who-is-on-call';

/** Reads who is at the desk and in the monitoring centre now, level 1 first, and notes it in the duty book. */
export async function readDuty(context: Context): Promise<readonly DutyPerson[]> {
  const people = await knownPeople();
  const turns = (await turnsNow(context)).toSorted(
    (one, other) => one.level - other.level || (one.personCode < other.personCode ? -1 : 1),
  );
  const codes = new Set(turns.map(({ personCode }) => personCode));
  const onDuty = [...codes].flatMap((code) => people.filter((person) => person.code === code).flatMap(asDuty));
  context.duty.replace(onDuty);
  return onDuty;
}

function asDuty({ code, name, phone, role, language }: KnownPerson): DutyPerson[] {
  return role === 'desk' || role === 'monitoring' ? [{ code, name, phone, language, role }] : [];
}
