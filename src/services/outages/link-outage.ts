import { UniqueConstraintError } from 'sequelize';
import { inTransaction } from '../../../models/database';
import { Outage } from '../../../models/outage';
import { OutageWish } from '../../../models/outage-wish';
import { PromiseMade } from '../../../models/promise-made';
import type { Ticket } from '../../../models/ticket';
import { endNews, timeTold } from '../../domain/outage';
import type { Channel } from '../../domain/ticket';
import { byCaller } from '../../domain/timeline';
import { HotlineError, isHotlineError } from '../../errors';
import type { KnownAccount } from '../directory/find-account';
import { numbersOnFile } from '../directory/numbers-on-file';
import { promise } from '../tickets/promises';
import type { Context } from '../context';
import { isReachable } from '../outbound/is-reachable';
import { reporterOf, roleOf } from '../directory/role-of';
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
  /** True when the home is told and not the caller, who knows no more of it than a phone number. */
  readonly tellsHome?: boolean;
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
  try {
    const known = await wishOf(outageCode, account.accountNo);
    if (known === null) await openLinked(context, link, await contactFor(context, link, null));
    else await changeWish(context, link, known);
  } catch (error) {
    if (isHotlineError(error, 'conflict')) return null;
    if (!(error instanceof UniqueConstraintError)) throw error;
    // Another caller of the same account may have been first at the same moment.
    const known = await wishOf(outageCode, account.accountNo);
    if (known === null) throw error;
    await changeWish(context, link, known);
  }
  return wishOf(outageCode, account.accountNo);
}

/**
 * The number to call or text about the account: the caller's own, else one on file, the owner's before a tenant's; never any other
 * (design, decision 14). A home that is told already is told on: no stranger takes its place. Null when there is none.
 */
async function contactFor(context: Context, link: OutageLink, known: OutageWish | null): Promise<string | null> {
  const { account, callerPhone, tellsHome = false, wanted } = link;
  const isForHome = tellsHome || (known !== null && (await takesItsPlace(link, known)));
  const own = callerPhone === null || isForHome ? [] : [callerPhone];
  const numbers = [...own, ...(await numbersOnFile(account.accountNo))];
  for (const number of new Set(numbers)) if (await isReachable(context, number, wanted)) return number;
  return null;
}

/** Whether a stranger calls, and a number of the home is to be told so far. */
async function takesItsPlace({ account, callerPhone }: OutageLink, { toPhone }: OutageWish): Promise<boolean> {
  const isOther = async (phone: string | null) => (await roleOf(phone, account)) === 'other';
  return (await isOther(callerPhone)) && !(await isOther(toPhone));
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
    reporter: await reporterOf({ phone: link.callerPhone }, account),
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

async function changeWish(context: Context, link: OutageLink, wish: OutageWish): Promise<void> {
  const toPhone = await contactFor(context, link, wish);
  await inTransaction(async () => {
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
