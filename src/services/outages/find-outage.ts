import { remembered } from '../../../models/database';
import { Outage } from '../../../models/outage';
import { isForgotten, isUnderWay, outagesOn } from '../../domain/outage';
import type { Context } from '../context';
import { knownNode } from '../known-places';

/** Deeper than any network; a circle in the data must not hold a call. */
const deepest = 20;

/** The outages that darken a node of the network, the lowest first. */
export async function outagesAt(context: Context, networkNodeCode: string): Promise<readonly Outage[]> {
  const now = context.clock.now();
  const { believedFor: lateFor } = context.policy.outage;
  const current = (await currentOutages()).filter(
    (outage) => isUnderWay(outage, now) && !isForgotten(outage, now, lateFor),
  );
  if (current.length === 0) return [];
  return outagesOn(current, await chainAbove(networkNodeCode), now);
}

const currentOutages = (): Promise<readonly Outage[]> =>
  remembered('current outages', () => Outage.findAll({ where: { state: 'current' } }));

/** The node and all above it, lowest first. */
async function chainAbove(networkNodeCode: string): Promise<string[]> {
  const chain: string[] = [];
  let node: string | null = networkNodeCode;
  while (node !== null && !chain.includes(node) && chain.length < deepest) {
    chain.push(node);
    node = (await knownNode(node))?.parentCode ?? null;
  }
  return chain;
}
