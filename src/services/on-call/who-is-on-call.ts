import { RosterEntry } from '../../../models/roster-entry';
import { remembered } from '../../../models/database';
import { covers, whoIsOnCall, type OnCallLevel, type Shift } from '../../domain/roster';
import type { Context } from '../context';

const roster = (): Promise<readonly Shift[]> =>
  remembered('roster', async () => (await RosterEntry.findAll()).map((turn) => turn.get()));

/** The turns of everybody who is on any roster now. */
export async function turnsNow({ clock }: Pick<Context, 'clock'>): Promise<readonly Shift[]> {
  const now = clock.now();
  return (await roster()).filter((turn) => covers(turn, now));
}

/** Who of a team is on call now, level by level. */
export async function onCallNow(context: Pick<Context, 'clock'>, teamCode: string): Promise<OnCallLevel[]> {
  return whoIsOnCall(await turnsNow(context), teamCode, context.clock.now());
}

/** The codes of everybody who is on any roster now: people on duty come first where several could be rung. */
export async function everybodyOnDuty(context: Pick<Context, 'clock'>): Promise<ReadonlySet<string>> {
  return new Set((await turnsNow(context)).map(({ personCode }) => personCode));
}
