import { Op } from 'sequelize';
import { Person } from '../../../models/person';
import { RosterEntry } from '../../../models/roster-entry';
import type { Context } from '../context';
import type { DutyPerson } from '../duty-book';

const roles = ['desk', 'monitoring'] as const;

/** Reads who is at the desk and in the monitoring centre now, level 1 first, and notes it in the duty book. */
export async function readDuty({ clock, duty }: Context): Promise<readonly DutyPerson[]> {
  const now = clock.now();
  const people = await Person.findAll({ where: { role: [...roles] } });
  const shifts = await RosterEntry.findAll({
    where: {
      personCode: people.map(({ code }) => code),
      startsAt: { [Op.lte]: now },
      endsAt: { [Op.or]: [null, { [Op.gt]: now }] },
    },
    order: [
      ['level', 'ASC'],
      ['personCode', 'ASC'],
    ],
  });
  const onDuty = [...new Set(shifts.map(({ personCode }) => personCode))].flatMap((code) => {
    const person = people.find((candidate) => candidate.code === code);
    return person === undefined ? [] : [asDuty(person)];
  });
  duty.replace(onDuty);
  return onDuty;
}

function asDuty({ code, name, phone, role, language }: Person): DutyPerson {
  return { code, name, phone, language, role: role === 'desk' ? 'desk' : 'monitoring' };
}
