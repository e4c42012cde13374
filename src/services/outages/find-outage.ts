import { NetworkNode } from '../../../models/network-node';
import { Outage } from '../../../models/outage';
import { isForgotten, isUnderWay, outagesOn } from '../../domain/outage';
import type { Context } from '../context';

/** How long a process believes what it read, in milliseconds: a storm of calls asks the database once. */
const believedFor = 5000;
/** Deeper than any network; a circle in the data must not hold a call. */
const deepest = 20;
/** Parents remembered at most; then the memory starts afresh. */
const mostParents = 50_000;

interface Memory {
  readAt: number;
  current: Promise<readonly Outage[]>;
  readonly parents: Map<string, { readonly parent: string | null; readonly readAt: number }>;
}

const memories = new WeakMap<Context, Memory>();

/** The outages that darken a node of the network, the lowest first: one read every few seconds, and the way up only while there is an outage. */
export async function outagesAt(context: Context, networkNodeCode: string): Promise<readonly Outage[]> {
  const now = context.clock.now();
  const { believedFor: lateFor } = context.policy.outage;
  const current = (await currentOutages(context)).filter(
    (outage) => isUnderWay(outage, now) && !isForgotten(outage, now, lateFor),
  );
  if (current.length === 0) return [];
  return outagesOn(current, await chainAbove(context, networkNodeCode), now);
}

/** What was read is believed no longer: an outage has just changed in this process. */
export function forgetOutages(context: Context): void {
  memories.delete(context);
}

function memoryOf(context: Context): Memory {
  const now = context.clock.now().getTime();
  const known = memories.get(context);
  if (known !== undefined && Math.abs(now - known.readAt) < believedFor) return known;
  const current = Outage.findAll({ where: { state: 'current' } });
  const memory = { readAt: now, current, parents: known?.parents ?? new Map<string, never>() };
  memories.set(context, memory);
  // A read that failed is not believed at all.
  current.catch(() => memories.delete(context));
  return memory;
}

function currentOutages(context: Context): Promise<readonly Outage[]> {
  return memoryOf(context).current;
}

/** The node and all above it, lowest first. */
async function chainAbove(context: Context, networkNodeCode: string): Promise<string[]> {
  const chain: string[] = [];
  let node: string | null = networkNodeCode;
  while (node !== null && !chain.includes(node) && chain.length < deepest) {
    chain.push(node);
    node = await parentOf(context, node);
  }
  return chain;
}

async function parentOf(context: Context, code: string): Promise<string | null> {
  const { parents } = memoryOf(context);
  const now = context.clock.now().getTime();
  const known = parents.get(code);
  if (known !== undefined && Math.abs(now - known.readAt) < believedFor) return known.parent;
  const parent = (await NetworkNode.findByPk(code, { attributes: ['parentCode'] }))?.parentCode ?? null;
  if (parents.size >= mostParents) parents.clear();
  parents.set(code, { parent, readAt: now });
  return parent;
}
