import { UniqueConstraintError } from 'sequelize';
import { AccountPhone } from '../../../models/account-phone';
import { inTransaction } from '../../../models/database';
import { Outage } from '../../../models/outage';
import { OutageWish } from '../../../models/outage-wish';
import { PromiseMade } from '../../../models/promise-made';
import type { Ticket } from '../../../models/ticket';
import { endNews, timeTold } from '../../domain/outage';
import type { Channel, ReporterRole } from '../../domain/ticket';
import { byCaller } from '../../domain/timeline';
import { HotlineError, isHotlineError } from '../../errors';
import type { KnownAccount } from '../directory/find-account';
import { promise } from '../tickets/promises';
import type { Context } from '../context';
import { isReachable } from '../outbound/is-reachable';
import { openTicket, powerCut } from '../tickets/open-ticket';
import { speakBoth } from '../prompts';
import { recordTimeline } from '../record-timeline';

export interface OutageLink {
  readonly outageCode: string;
  readonly account: KnownAccount;
  /** How the customer wants to hear that power is back. */
  readonly wanted: 'call' | 'text';
  readonly via: Extract<Channel, 'phone' | 'text'>;
  /** The carrier's id of the call or text; `reportNo` says which of its reports this is. */
  readonly sourceSid: string;
  readonly reportNo: number;
  /** E.164; null when withheld. */
  readonly callerPhone: string | null;
  readonly role: ReporterRole;
  readonly language: string;
  /** The ticket of this report if it is open already: a known outage ends no P0. */
  readonly ticket?: Ticket | null;
}

/**
 * Links a report to a known outage: opens a ticket closed as `linked`, pages nobody, keeps the wish, and writes down the time
 * that is told. Each account has one wish per outage; a second call changes it. Null when the outage is restored already.
 */
export async function linkOutage(context: Context, link: OutageLink): Promise<OutageWish | null> {
  const { outageCode, account } = link;
  const toPhone = await contactFor(context, link);
  try {
    const known = await wishOf(outageCode, account.accountNo);
    if (known === null) await openLinked(context, link, toPhone);
    else await changeWish(context, link, known, toPhone);
  } catch (error) {
    if (isHotlineError(error, 'conflict')) return null;
    if (!(error instanceof UniqueConstraintError)) throw error;
    // Another caller of the same account may have been first at the same moment.
    const known = await wishOf(outageCode, account.accountNo);
    if (known === null) throw error;
    await changeWish(context, link, known, toPhone);
  }
  return wishOf(outageCode, account.accountNo);
}

/** The number to call or text about the account: the caller's own, else one on file, the owner's before a tenant's; never any other (design, decision 14). Null when there is none. */
async function contactFor(context: Context, link: OutageLink): Promise<string | null> {
  const { account, callerPhone, wanted } = link;
  const onFile = await AccountPhone.findAll({ where: { accountNo: account.accountNo }, order: ['tenant', 'id'] });
  const numbers = [...(callerPhone === null ? [] : [callerPhone]), ...onFile.map(({ phone }) => phone)];
  for (const number of new Set(numbers)) if (await isReachable(context, number, wanted)) return number;
  return null;
}

/** The wish of an account under an outage; null when it has none. */
export function wishOf(outageCode: string, accountNo: string): Promise<OutageWish | null> {
  return OutageWish.findOne({ where: { outageCode, accountNo } });
}

/** The crew that was called for the ticket comes as well. */
function joinOutage(context: Context, link: OutageLink, ticket: Ticket, toPhone: string | null): Promise<void> {
  return inTransaction(async () => {
    await ticket.update({ outageCode: link.outageCode, updatedAt: context.clock.now() });
    await keepWish(context, link, ticket, toPhone);
  });
}

async function openLinked(context: Context, link: OutageLink, toPhone: string | null): Promise<void> {
  const { account, outageCode, ticket = null } = link;
  if (ticket !== null) return joinOutage(context, link, ticket, toPhone);
  await openTicket(context, {
    callSid: link.sourceSid,
    reportNo: link.reportNo,
    ...powerCut,
    channel: link.via,
    language: link.language,
    accountNo: account.accountNo,
    summary: speakBoth(context, 'summary.outage-linked'),
    reporter: { name: account.name, phone: link.callerPhone, role: link.role },
    initial: { state: 'closed', reason: 'linked' },
    receipt: false,
    outageCode,
    along: (ticket) => keepWish(context, link, ticket, toPhone),
  });
}

async function keepWish(context: Context, link: OutageLink, ticket: Ticket, toPhone: string | null): Promise<void> {
  const outage = await currentOutage(link.outageCode);
  await OutageWish.create({
    outageCode: outage.code,
    accountNo: link.account.accountNo,
    ticketId: ticket.id,
    ...wishFor(link, toPhone, outage),
    dueAt: null,
    lastNewsAt: null,
    createdAt: context.clock.now(),
  });
  await recordTimeline(context, ticket.id, 'linked', byCaller, { outage: outage.code, wish: link.wanted });
  await promiseTime(context, link, ticket.id, outage);
}

/** What is wanted now; whatever came of the wish before counts no more. */
function wishFor({ wanted, language }: OutageLink, toPhone: string | null, { expectedEndAt: toldEndAt }: Outage) {
  const waiting = { state: 'waiting', answer: null, reason: null, newsDueAt: null, finishedAt: null } as const;
  return { ...waiting, channel: toPhone === null ? ('none' as const) : wanted, toPhone, language, toldEndAt };
}

function changeWish(context: Context, link: OutageLink, wish: OutageWish, toPhone: string | null): Promise<void> {
  return inTransaction(async () => {
    const outage = await currentOutage(link.outageCode);
    await OutageWish.update(wishFor(link, toPhone, outage), { where: { id: wish.id } });
    await promiseTime(context, link, wish.ticketId, outage);
  });
}

/** Locks the outage until the commit, so that no wish is added after the restoration. Throws `conflict` when it is restored already. */
async function currentOutage(code: string): Promise<Outage> {
  const outage = await Outage.findByPk(code, { lock: true });
  if (outage?.state !== 'current') throw new HotlineError('conflict', 'The outage is restored.', { code });
  return outage;
}

/** Writes down, once, the time that this call or text told. */
async function promiseTime(context: Context, link: OutageLink, ticketId: number, outage: Outage): Promise<void> {
  const told = timeTold(endNews(outage, context.clock.now()));
  if (told === null) return;
  const key = { ticketId, callSid: link.sourceSid, kind: told.kind };
  if ((await PromiseMade.count({ where: key })) > 0) return;
  await promise(context, { ...key, channel: link.via, promisedAt: told.at });
}
