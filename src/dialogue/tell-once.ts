import { isDeepStrictEqual } from 'node:util';
import { isDatabaseUnavailable, remembered } from '../../models/database';
import type { Context } from '../services/context';
import { firstTold, type FirstTold, type Told } from '../services/first-told';
import { withinTime } from '../services/within-time';
import type { Moving, VerbResult } from './verb';
import type { Walk } from './walk';

/** How long the rows may take to say what was told before, in milliseconds: without them the caller hears what is true now. */
const patience = 500;
/** A carrier gives a webhook up after so many milliseconds: for as long after a change it may repeat one that was answered before. */
const carrierWaits = 15_000;

/** Runs a verb; one that tells what moves gives a repeated webhook the result that the first one got (ADR 0005). */
export async function tellOnce(walk: Walk, verb: string, run: () => Promise<VerbResult>): Promise<VerbResult> {
  const { context, call, position } = walk;
  const moving = walk.verbs[verb]?.moving;
  if (moving === undefined || call.token === null) return run();
  const place = `${position.flow}/${position.node}/${verb}`;
  const before = context.callLog.told(call, place) ?? (moving === true ? await toldFirst(walk, place) : undefined);
  return before === undefined ? tell(walk, place, moving, run) : again(walk, before);
}

async function tell(walk: Walk, place: string, moving: Moving, run: () => Promise<VerbResult>): Promise<VerbResult> {
  const quiet = moving === true ? undefined : moving.quiet;
  const { context, call, now: at } = walk;
  const result = await run();
  if (result.outcome === 'failed') return result;
  const isQuiet = isDeepStrictEqual(result, quiet);
  const asks = !isQuiet || (await hasChangedLately(context));
  const first = asks ? await toldFirst(walk, place, quiet) : undefined;
  if (first !== undefined) return again(walk, first);
  context.callLog.tell({ call, place, told: { at, result }, isQuiet });
  return result;
}

function again(walk: Walk, { at, result }: Told): VerbResult {
  walk.now = at;
  return result;
}

/** What the first of these webhooks told here, by the rows: `quiet` when it was answered and nothing was kept of this place. */
async function toldFirst(walk: Walk, place: string, quiet?: VerbResult): Promise<Told | undefined> {
  walk.first ??= askRows(walk);
  const first = await walk.first;
  return first?.get(place) ?? (first && quiet ? { at: walk.now, result: quiet } : undefined);
}

async function askRows({ context, call }: Walk): Promise<FirstTold | null> {
  try {
    return await withinTime(context.clock, patience, firstTold(call), () => null);
  } catch (error) {
    if (!isDatabaseUnavailable(error)) context.log.error('what was told before could not be read', { error });
    return null;
  }
}

/** Whether what is remembered is known anew: since a change, or since this process began. */
async function hasChangedLately({ clock }: Context): Promise<boolean> {
  const since = await remembered('known since', () => Promise.resolve(clock.now()));
  return clock.now().getTime() - since.getTime() < carrierWaits;
}
