import { Attempt } from '../../../models/attempt';
import { afterCommit, inTransaction } from '../../../models/database';
import { Paging } from '../../../models/paging';
import { Ticket } from '../../../models/ticket';
import { policyKey } from '../../domain/ticket';
import { bySystem } from '../../domain/timeline';
import type { Context } from '../context';
import { knownPerson } from '../known-people';
import { hangUpCalls } from './hang-up-calls';
import { recordTimeline } from '../record-timeline';

/** When a call or text without any word from the carrier is asked about. */
const askAfter = { call: 45_000, text: 600_000 } as const;

/** The carrier has answered our request; from here the paging clock runs. A call that was called off meanwhile is hung up. */
export async function recordPlaced(context: Context, attemptId: number, sid: string): Promise<void> {
  const attempt = await inTransaction(() => markPlaced(context, attemptId, sid));
  if (attempt?.outcome === 'cancelled' && attempt.channel === 'call') hangUpCalls(context, [sid]);
  context.poke();
}

/** Inside a transaction: what follows from the carrier having an attempt, once, whether its answer or its first report comes first. */
export async function markPlaced(context: Context, attemptId: number, sid: string): Promise<Attempt | null> {
  const seen = await Attempt.findByPk(attemptId);
  if (seen?.sentAt !== null) return seen;
  // Search before attempt: the order in which everybody locks.
  if (seen.kind === 'page') await startClock(context, seen);
  const attempt = await Attempt.findByPk(attemptId, { lock: true, rejectOnEmpty: true });
  if (attempt.sentAt === null) await place(context, attempt, sid);
  return attempt;
}

async function place(context: Context, attempt: Attempt, sid: string): Promise<void> {
  const now = context.clock.now();
  const isOpen = attempt.state === 'sending' || attempt.state === 'due';
  const leaseUntil = new Date(now.getTime() + askAfter[attempt.channel]);
  const placed = isOpen && { state: 'placed' as const, leaseUntil };
  await attempt.update({ carrierSid: sid, sentAt: now, heldUntil: null, heldBecause: null, ...placed });
  if (attempt.kind === 'page')
    afterCommit(() => {
      context.metrics.pageHandedOver(now.getTime() - attempt.createdAt.getTime());
    });
  if (attempt.ticketId !== null) await tell(context, attempt, attempt.ticketId);
}

/** The first page that the carrier takes starts the supervisor's clock, and the search looks at its deadlines again. */
async function startClock(context: Context, { pagingId, ticketId }: Attempt): Promise<void> {
  const now = context.clock.now();
  const paging = await Paging.findOne({ where: { id: pagingId ?? 0, state: 'active' }, lock: true });
  if (paging === null) return;
  paging.set({ nextDueAt: now, startedAt: paging.startedAt ?? now });
  if (paging.supervisorDueAt === null) {
    const ticket = await Ticket.findByPk(ticketId ?? 0, { attributes: ['priority'], rejectOnEmpty: true });
    const supervisorAfter = context.policy.paging.supervisorAfter[policyKey(ticket.priority)];
    paging.set({ supervisorDueAt: new Date(now.getTime() + supervisorAfter) });
    await Ticket.update({ state: 'offered', updatedAt: now }, { where: { id: ticketId ?? 0, state: 'new' } });
  }
  await paging.save();
}

async function tell(context: Context, attempt: Attempt, ticketId: number): Promise<void> {
  if (attempt.channel === 'text') {
    await recordTimeline(context, ticketId, 'texted', bySystem, { attempt: attempt.id, kind: attempt.kind });
  }
  if (attempt.kind !== 'page') return;
  const person = await knownPerson(attempt.personCode);
  await recordTimeline(context, ticketId, 'paged', bySystem, {
    attempt: attempt.id,
    person: { code: attempt.personCode, name: person?.name ?? '' },
    level: attempt.level,
    attemptNo: attempt.attemptNo,
  });
}
