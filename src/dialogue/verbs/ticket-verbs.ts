import { Ticket } from '../../../models/ticket';
import type { Facts } from '../../domain/flow';
import type { Value } from '../../domain/speech';
import { byCaller } from '../../domain/timeline';
import { addMessage } from '../../services/tickets/ticket-recordings';
import { isOwnTicket, openFaultOf, openTicketsOf, ticketOfDigits } from '../../services/tickets/caller-tickets';
import { cancelTicket } from '../../services/tickets/cancel-ticket';
import { chaseTicket, lastChase } from '../../services/tickets/chase-ticket';
import { accountById, accountsOfPhone, type KnownAccount } from '../../services/directory/find-account';
import { mayTry, type Try, wasRight } from '../../services/directory/limit-tries';
import { hearingOf } from '../../services/directory/hearing-of';
import { roleOf } from '../../services/directory/role-of';
import type { Context } from '../../services/context';
import { lastFour } from '../../domain/ticket-number';
import { statusWords } from '../../services/tickets/status-words';
import { digitsEntered, missed, numberFact } from '../scene-facts';
import type { Scene, VerbResult, Verbs } from '../verb';
import type { CallInfo } from '../../domain/call';
import { verbWith } from './verb-with';

/** What the `caller` flow asks about reports that exist already, and about bills. */

export const ticketVerbs: Verbs = {
  'my-report': verbWith({ outcomes: ['one', 'none', 'several'], moving: true }, async (_context, { call }) => {
    const [ticket, ...others] = await openTicketsOf(call.phone);
    if (ticket === undefined) return { outcome: 'none' };
    return others.length > 0 ? { outcome: 'several' } : { outcome: 'one', set: chosen(ticket, 'yes') };
  }),

  'find-ticket': verbWith(
    { outcomes: ['mine', 'others', 'missed', 'gave-up'], moving: true },
    async (context, scene) => {
      const ticket = await ticketOfDigits(digitsEntered(scene), scene.call.phone);
      if (ticket === null) return wrongNumber(context, scene);
      if (await isOwnTicket(ticket, scene.call.phone)) return { outcome: 'mine', set: chosen(ticket, 'yes') };
      // A report without a phone number has nothing to check the digits against.
      if (ticket.reporterPhone === null) return { outcome: 'gave-up' };
      return { outcome: 'others', set: chosen(ticket, 'no') };
    },
  ),

  /** Checks the last four digits of the phone that reported the ticket, as often as the limits allow. */
  'check-ticket': verbWith({ outcomes: ['right', 'wrong', 'gave-up'], moving: true }, async (context, scene) => {
    const ticket = await Ticket.findByPk(numberFact(scene, 'ticket'));
    if (ticket === null) return { outcome: 'gave-up' };
    const made = tryOf(scene, String(ticket.id));
    if (!(await mayTry(context, made))) return { outcome: 'gave-up' };
    if (ticket.reporterPhone?.slice(-4) !== made.entry) return missedCheck(scene, 'wrong');
    await wasRight(made);
    return { outcome: 'right', set: chosen(ticket, 'yes') };
  }),

  'ticket-status': verbWith(
    { outcomes: ['ask', 'none'], vars: ['last', 'state'], moving: true },
    async (_context, scene) => {
      const ticket = await ticketFor(scene, 'yes');
      if (ticket === null) return { outcome: 'none' };
      return { outcome: 'ask', vars: { last: { digits: lastFour(ticket.number) }, state: await statusWords(ticket) } };
    },
  ),

  chase: verbWith({ outcomes: ['chased', 'recently', 'over'], moving: true }, async (context, scene) => {
    const ticket = await ticketFor(scene, 'yes', 'add');
    return { outcome: ticket === null ? 'over' : await chaseTicket(context, ticket.id, scene.call) };
  }),

  /** Says by when somebody calls back: the time in the desk's task. */
  'chase-words': verbWith({ outcomes: ['ask'], vars: ['by'], moving: true }, async (_context, scene) => {
    const task = await lastChase(numberFact(scene, 'ticket'));
    const by: Value =
      task === null
        ? { phrase: 'caller.call-soon' }
        : { phrase: 'caller.call-by', vars: { time: { time: task.dueAt } } };
    return { outcome: 'ask', vars: { by } };
  }),

  'keep-addition': verbWith({ outcomes: ['kept', 'over'] }, async (context, scene) => {
    const ticket = await ticketFor(scene, 'yes', 'add');
    if (ticket === null) return { outcome: 'over' };
    if (scene.recording !== null) await addMessage(context, ticket.id, scene.call.sid, scene.recording.sid);
    return { outcome: 'kept' };
  }),

  cancel: verbWith({ outcomes: ['cancelled', 'too-late'], moving: true }, async (context, scene) => {
    const ticket = await ticketFor(scene, 'yes');
    const isCancelled =
      ticket !== null && (await cancelTicket(context, ticket.id, { reason: 'cancelled', by: byCaller }));
    return { outcome: isCancelled ? 'cancelled' : 'too-late' };
  }),

  /** Finds an open power report of the caller's home; whoever lives there may add to it, but hears nothing about who made it. */
  'open-duplicate': verbWith(
    { outcomes: ['ask', 'none', 'unavailable'], vars: ['last', 'time'], moving: { quiet: { outcome: 'none' } } },
    async (_context, { call, facts }) => {
      const account = facts['different'] === undefined ? await accountById(facts['account']) : null;
      if (account === null || (await hearingOf(call, account, facts)) !== 'home') return { outcome: 'none' };
      const ticket = await openFaultOf(account.accountNo, call.sid);
      if (ticket === null) return { outcome: 'none' };
      const vars = { last: { digits: lastFour(ticket.number) }, time: { time: ticket.reportedAt } };
      return { outcome: 'ask', set: chosen(ticket, 'add'), vars };
    },
  ),

  /** Says what is owed or left, only to a number on the account that is not a tenant's. */
  bill: verbWith(
    { outcomes: ['ask', 'none'], vars: ['balance'], moving: { quiet: { outcome: 'none' } } },
    async (_context, { call, facts }) => {
      const account = await billedAccount(call, facts);
      return account === null
        ? { outcome: 'none' }
        : { outcome: 'ask', set: { account: String(account.id) }, vars: { balance: balanceOf(account) } };
    },
  ),
};

/** `allowed` says what this call may do with the ticket in its URL: all, only add to it, or nothing yet. */
const chosen = ({ id }: Ticket, allowed: 'yes' | 'add' | 'no'): Facts => ({ ticket: String(id), allowed });

/** The ticket of the call's facts, if it is the caller's own or what is allowed with it is among `enough`; null otherwise. */
async function ticketFor({ call, facts }: Scene, ...enough: string[]): Promise<Ticket | null> {
  const ticket = await Ticket.findByPk(Number(facts['ticket'] ?? '0'));
  if (ticket === null) return null;
  return enough.includes(facts['allowed'] ?? '') || (await isOwnTicket(ticket, call.phone)) ? ticket : null;
}

/** Wrong ticket numbers and wrong checks of one call count together, so that nobody can guess another person's phone number. */
const missedCheck = (scene: Scene, again: string): VerbResult =>
  missed(scene, { again, over: 'gave-up', fact: 'checks' });

const tryOf = (scene: Scene, subject: string): Try => ({
  ...{ kind: 'ticket', call: scene.call, subject },
  entry: digitsEntered(scene),
});

/** A ticket number that nobody has is a try too, whatever way the call or the next one takes. */
async function wrongNumber(context: Context, scene: Scene): Promise<VerbResult> {
  return (await mayTry(context, tryOf(scene, ''))) ? missedCheck(scene, 'missed') : { outcome: 'gave-up' };
}

async function billedAccount({ phone }: CallInfo, facts: Facts): Promise<KnownAccount | null> {
  if (phone === null) return null;
  const [only, ...others] = await accountsOfPhone(phone);
  const account = (await accountById(facts['account'])) ?? (others.length === 0 ? only : undefined);
  if (account === undefined) return null;
  return (await roleOf(phone, account)) === 'customer' ? account : null;
}

function balanceOf({ meter, balanceCents }: KnownAccount): Value {
  const kind = balanceCents < 0 ? 'owed' : meter === 'prepaid' ? 'credit' : balanceCents > 0 ? 'ahead' : 'even';
  return { phrase: `caller.balance-${kind}`, vars: { amount: { cents: Math.abs(balanceCents) } } };
}
