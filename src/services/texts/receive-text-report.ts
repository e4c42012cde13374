import { Op } from 'sequelize';
import { Outage } from '../../../models/outage';
import { OutageWish } from '../../../models/outage-wish';
import { Ticket } from '../../../models/ticket';
import type { Value } from '../../domain/speech';
import { powerCategories, type TicketState } from '../../domain/ticket';
import { byCaller } from '../../domain/timeline';
import { cancelTicket } from '../tickets/cancel-ticket';
import type { KnownAccount } from '../directory/find-account';
import { arrivalToTell } from '../directory/hearing-of';
import { promise } from '../tickets/promises';
import type { Context } from '../context';
import { outagesAt } from '../outages/outages-at';
import { linkOutage } from '../outages/link-outage';
import { reporterOf } from '../directory/role-of';
import { isUnpaid } from '../../domain/supply';
import { openTicket, powerCut } from '../tickets/open-ticket';
import { isAhead } from '../is-ahead';
import { notePowerBack } from '../outages/outage-evidence';
import { outageText } from '../outages/outage-words';
import { speakBoth } from '../prompts';
import type { TextAnswer, TextSender } from './text-sender';
import { recordTimeline } from '../record-timeline';

/** What customers text: `STATUS` (how far is my report), `OUT` (power is out), `ON` (power is back). */

const openStates: readonly TicketState[] = ['new', 'offered', 'accepted', 'departed', 'arrived', 'waiting'];

/** `STATUS`: the newest report of this phone or its accounts, an open one first, else one finished within `reopen.within`. */
export async function answerStatus(context: Context, { text, accounts }: TextSender): Promise<TextAnswer> {
  const recently = { [Op.gte]: new Date(context.clock.now().getTime() - context.policy.reopen.within) };
  const isTheirs = {
    [Op.or]: [{ reporterPhone: text.from }, { accountNo: accounts.map(({ accountNo }) => accountNo) }],
  };
  const isNews = {
    [Op.or]: [{ state: [...openStates] }, { reportedAt: recently }, { completedAt: recently }, { closedAt: recently }],
  };
  const theirs = await Ticket.findAll({
    where: { [Op.and]: [isTheirs, isNews] },
    order: [['reportedAt', 'DESC']],
    limit: 20,
  });
  const ticket = theirs.find(({ state }) => openStates.includes(state)) ?? theirs[0];
  if (ticket === undefined) return { prompt: 'text.status-none' };
  const vars = { number: { digits: ticket.number }, state: await stateWords(context, ticket) };
  return { prompt: 'text.status', vars };
}

/** How far a ticket is; says only times from its row, and none that has passed. */
async function stateWords(context: Context, ticket: Ticket): Promise<Value> {
  const outage = ticket.outageCode === null ? null : await Outage.findByPk(ticket.outageCode);
  if (outage?.state === 'current') return { phrase: 'text.state.linked', vars: { news: outageText(context, outage) } };
  const { phrase, at } = plainState(ticket);
  if (at === undefined) return { phrase };
  return isAhead(context, at) ? { phrase, vars: { time: { time: at } } } : { phrase: 'text.state.open' };
}

/** `at` is the time that its words need; null when the row has none. */
function plainState(ticket: Ticket): { readonly phrase: string; readonly at?: Date | null } {
  const { state, etaAt, expectedRestoreAt } = ticket;
  const promised = arrivalToTell(ticket);
  if (state === 'new' || state === 'offered') return { phrase: 'text.state.waiting-for-crew', at: promised };
  if (state === 'accepted' || state === 'departed') return { phrase: 'text.state.on-the-way', at: etaAt ?? promised };
  if (state === 'arrived' && expectedRestoreAt !== null)
    return { phrase: 'text.state.at-work-until', at: expectedRestoreAt };
  return { phrase: `text.state.${timeless[state]}` };
}

const timeless = { arrived: 'at-work', waiting: 'later', done: 'done', closed: 'closed' } as const;

/** `OUT`: links the sender to a known outage or opens a report; a sender without exactly one place, or who may be cut for arrears, is asked to call. */
export async function answerOut(context: Context, sender: TextSender): Promise<TextAnswer> {
  const [account, ...others] = sender.accounts;
  if (account === undefined || others.length > 0 || isUnpaid(account)) return { prompt: 'text.please-call' };
  const known = await openPowerTicket(account);
  if (known !== null && known.callSid !== sender.text.sid) {
    const vars = { number: { digits: known.number }, state: await stateWords(context, known) };
    return { prompt: 'text.out-known', vars };
  }
  return (await linkKnown(context, sender, account)) ?? openReport(context, sender, account);
}

function openPowerTicket({ accountNo }: KnownAccount): Promise<Ticket | null> {
  const where = { accountNo, kind: 'fault', category: [...powerCategories], state: [...openStates] };
  return Ticket.findOne({ where, order: [['reportedAt', 'DESC']] });
}

async function linkKnown(context: Context, { text, language }: TextSender, account: KnownAccount) {
  const [outage] = await outagesAt(context, account.networkNodeCode);
  // The customer had power back during this outage, so this is another fault.
  if (outage === undefined || (await wasAnswered(outage, account))) return null;
  const wish = await linkOutage(context, {
    outageCode: outage.code,
    account,
    wanted: 'text',
    via: 'text',
    sourceSid: text.sid,
    reportNo: 0,
    callerPhone: text.from,
    language,
  });
  return wish && { prompt: 'text.outage-linked', vars: { news: outageText(context, outage) } };
}

async function wasAnswered({ code }: Outage, { accountNo }: KnownAccount): Promise<boolean> {
  return (await OutageWish.count({ where: { outageCode: code, accountNo, state: 'done' } })) > 0;
}

async function openReport(
  context: Context,
  { text, language }: TextSender,
  account: KnownAccount,
): Promise<TextAnswer> {
  const ticket = await openTicket(context, {
    callSid: text.sid,
    reportNo: 0,
    ...powerCut,
    // Nobody asked about the neighbours, so it is not known whose fault it is: the grid's times hold until the crew sees.
    responsibility: 'UNKNOWN',
    channel: 'text',
    language,
    accountNo: account.accountNo,
    summary: speakBoth(context, 'summary.text-out'),
    reporter: await reporterOf({ phone: text.from }, account),
    receipt: false,
    reportedAt: text.receivedAt,
    along: (opened) => promiseByText(context, opened),
  });
  const number = { digits: ticket.number };
  if (!isAhead(context, ticket.arrivalDueAt))
    return { prompt: 'text.status', vars: { number, state: { phrase: 'text.state.open' } } };
  return { prompt: 'text.out-opened', vars: { number, time: { time: ticket.arrivalDueAt } } };
}

async function promiseByText(context: Context, { id, callSid, arrivalDueAt }: Ticket): Promise<void> {
  if (!isAhead(context, arrivalDueAt)) return;
  await promise(context, { kind: 'arrival', ticketId: id, callSid, channel: 'text', promisedAt: arrivalDueAt });
}

/** `ON`: kept as evidence on the outage and noted on an open report. A report that no crew has taken is closed, so that nobody is woken for it; a crew that has it ends it. */
export async function answerOn(context: Context, { text, accounts }: TextSender): Promise<TextAnswer> {
  for (const account of accounts) {
    const { accountNo } = account;
    const [outage] = await outagesAt(context, account.networkNodeCode);
    if (outage !== undefined) await notePowerBack(context, { outageCode: outage.code, accountNo, sourceSid: text.sid });
    const ticket = await openPowerTicket(account);
    if (ticket !== null) await powerIsBack(context, ticket, text.sid);
  }
  return { prompt: accounts.length === 0 ? 'text.status-none' : 'text.back-noted' };
}

async function powerIsBack(context: Context, ticket: Ticket, sid: string): Promise<void> {
  await recordTimeline(context, ticket.id, 'noted', byCaller, { note: 'power_back', text: sid }, `text:${sid}`);
  const isUntaken = ticket.state === 'new' || ticket.state === 'offered';
  if (isUntaken) await cancelTicket(context, ticket.id, { reason: 'cancelled', by: byCaller });
}
