import { remembered } from '../../../models/database';
import { Outage } from '../../../models/outage';
import { isForgotten, isUnderWay, outagesOn } from '../../domain/outage';
import type { Context } from '../context';
import { wayUp } from '../known-places';

/** The outages that darken a node of the network, the lowest first. */
export async function outagesAt(context: Context, networkNodeCode: string): Promise<readonly Outage[]> {
  const now = context.clock.now();
  const { believedFor: lateFor } = context.policy.outage;
  const current = (await currentOutages()).filter(
    (outage) => isUnderWay(outage, now) && !isForgotten(outage, now, lateFor),
  );
  if (current.length === 0) return [];
  const above = (await wayUp(networkNodeCode)).map(({ code }) => code);
  return outagesOn(current, above.length === 0 ? [networkNodeCode] : above, now);
}

const currentOutages = (): Promise<readonly Outage[]> =>
  remembered('current outages', () => Outage.findAll({ where: { state: 'current' } }));
