import type { Attempt } from '../../../models/attempt';
import { afterCommit } from '../../../models/database';
import { Paging } from '../../../models/paging';
import { Ticket } from '../../../models/ticket';
import type { AttemptOutcome } from '../../domain/attempt-status';
import { policyKey } from '../../domain/ticket';
import { byCarrier, bySystem } from '../../domain/timeline';
import type { TimelineType } from '../../domain/timeline-text';
import type { AttemptHooks, Context } from '../context';
import { knownPerson } from '../known-people';
import { releaseDispatchNotice } from '../notices/dispatch-notice';
import { recordTimeline } from '../record-timeline';
import { wakePaging } from './hurry-paging';

/** What a paging does as its calls come and go: its clock runs from the first call that the carrier takes, and each call that ends lets it take the next step. */
export const pageHooks: AttemptHooks = {
  onPlacing: startClock,
  onPlaced: notePaged,
  onEnding: wakePaging,
  onEnded: noteEnd,
};

/** The first page that the carrier takes starts the supervisor's clock, and the paging looks at its deadlines again. */
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

async function notePaged(context: Context, attempt: Attempt): Promise<void> {
  const waited = context.clock.now().getTime() - attempt.createdAt.getTime();
  afterCommit(() => {
    context.metrics.pageHandedOver(waited);
  });
  const { id, ticketId, level, attemptNo } = attempt;
  const data = { attempt: id, person: await personOf(attempt), level, attemptNo };
  if (ticketId !== null) await recordTimeline(context, ticketId, 'paged', bySystem, data);
}

/** Notes how a page ended on the timeline; a page that a key decided or the carrier refused has its entry already. */
async function noteEnd(context: Context, attempt: Attempt): Promise<void> {
  const { id, ticketId, outcome } = attempt;
  afterCommit(() => {
    context.metrics.pageEnded(outcome ?? 'ended');
  });
  if (ticketId === null || outcome === null) return;
  const type = unanswered[outcome];
  const data = { attempt: id, kind: 'page', person: await personOf(attempt), outcome };
  if (type !== undefined) await recordTimeline(context, ticketId, type, byCarrier, data);
  if (outcome === 'accepted') await releaseDispatchNotice(context, ticketId);
}

const unanswered: Readonly<Partial<Record<AttemptOutcome, TimelineType>>> = {
  no_key: 'page_answered',
  machine: 'page_answered',
  busy: 'page_failed',
  no_answer: 'page_failed',
  failed: 'page_failed',
};

async function personOf({ personCode: code }: Attempt) {
  return { code, name: (await knownPerson(code))?.name ?? '' };
}
