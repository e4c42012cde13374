import { Op } from 'sequelize';
import { RosterEntry } from '../../../models/roster-entry';
import { whoIsOnCall, type OnCallLevel } from '../../domain/roster';
import type { Context } from '../context';

/** Who of a team is on call now, level by level. */
export async function onCallNow({ clock }: Pick<Context, 'clock'>, teamCode: string): Promise<OnCallLevel[]> {
  const now = clock.now();
  const shifts = await RosterEntry.findAll({
    where: { teamCode, startsAt: { [Op.lte]: now }, endsAt: { [Op.or]: [null, { [Op.gt]: now }] } },
  });
  return whoIsOnCall(shifts, teamCode, now);
}

/** The codes of everybody who is on any roster now: people on duty come first where several could be rung. */
export async function everybodyOnDuty({ clock }: Pick<Context, 'clock'>): Promise<ReadonlySet<string>> {
  const now = clock.now();
  const shifts = await RosterEntry.findAll({
    attributes: ['personCode'],
    where: { startsAt: { [Op.lte]: now }, endsAt: { [Op.or]: [null, { [Op.gt]: now }] } },
  });
  return new Set(shifts.map(({ personCode }) => personCode));
}
