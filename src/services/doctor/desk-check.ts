import { Op } from 'sequelize';
import { Person } from '../../../models/person';
import { RosterEntry } from '../../../models/roster-entry';
import { rosterGaps } from '../../domain/roster-gaps';
import { error, type Finding, warning } from './finding';
import type { Check, ReadablePatient } from './patient';

const dayMs = 86_400_000;

/** Whether the desk or the monitoring centre has somebody at every hour: key 0 and every danger lead there. */
export const deskCheck: Check<ReadablePatient> = { name: 'desk and monitoring', run: examine };

async function examine({ clock }: ReadablePatient): Promise<readonly Finding[]> {
  const from = clock.now();
  const span = { from, until: new Date(from.getTime() + 7 * dayMs) };
  const people = await Person.findAll({ where: { role: ['desk', 'monitoring'] } });
  if (people.length === 0) return [nobody()];
  const shifts = await RosterEntry.findAll({
    where: {
      personCode: people.map(({ code }) => code),
      startsAt: { [Op.lt]: span.until },
      endsAt: { [Op.or]: [null, { [Op.gt]: from }] },
    },
  });
  const [first] = rosterGaps(shifts, span);
  if (first === undefined) return [];
  const isNow = first.from.getTime() === from.getTime();
  return [
    (isNow ? error : warning)(
      `Nobody of the desk or the monitoring centre is on the roster ${isNow ? 'now' : `from ${first.from.toISOString()}`}.`,
      'A caller who asks for a person, or is in danger, only leaves a message; escalations end with nobody.',
      'Put people with the role desk or monitoring into roster.csv for every hour, then npx faultline import <dir>.',
    ),
  ];
}

const nobody = (): Finding =>
  error(
    'There is nobody with the role desk or monitoring.',
    'A caller who asks for a person, or is in danger, only leaves a message; escalations end with nobody.',
    'Add them to people.csv (role desk or monitoring) and to roster.csv, then npx faultline import <dir>.',
  );
