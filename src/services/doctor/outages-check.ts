import { Op } from 'sequelize';
import { Outage } from '../../../models/outage';
import { type Check, counted, listed, type ReadablePatient, warning } from './check';

/** Outages that should be over by what callers were told. */
export const outagesCheck: Check<ReadablePatient> = async ({ clock, config }) => {
  const where = { state: 'current' as const, expectedEndAt: { [Op.lt]: clock.now() } };
  const overdue = await Outage.findAll({ where, order: [['expectedEndAt', 'ASC']] });
  if (overdue.length === 0) return [];
  const url = `http://${config.host}:${config.port}/api/v1/outages/${overdue[0]?.code ?? ''}`;
  return warning(
    `By now ${counted(overdue.length, 'outage')} should be over: ${listed(overdue.map(({ code }) => code))}.`,
    'Callers below them hear of an outage that may be over, or have no new time; nobody is told that power is back.',
    `Report it restored, or give it a new time: curl -X PATCH -H 'Authorization: Bearer …' -H 'Content-Type: application/json' -d '{"state":"restored"}' ${url}`,
  );
};
