import { Account } from '../../../models/account';
import { Op } from 'sequelize';
import type { Outage } from '../../../models/outage';
import { OutageWish } from '../../../models/outage-wish';
import { PromiseMade } from '../../../models/promise-made';
import { Ticket } from '../../../models/ticket';
import { TimelineEntry } from '../../../models/timeline-entry';
import type { Context } from '../context';
import { renderText } from '../prompts';
import { queueAll, type NewCall, type NewText } from '../outbound/queue-attempt';

/** How many rows one statement writes. */
const batch = 500;

/**
 * Turns every wish under a restored outage into its call or text; joins the transaction that restores it.
 * Only customers who asked for a call or live on medical equipment are called, at any hour (contract section 7), the medical ones first.
 */
export async function tellThoseLinked(context: Context, outage: Outage): Promise<void> {
  const wishes = await OutageWish.findAll({ where: { outageCode: outage.code, state: 'waiting' }, order: ['id'] });
  for (let from = 0; from < wishes.length; from += batch) await tellBatch(context, wishes.slice(from, from + batch));
  await noteOnTickets(context, outage);
}

async function tellBatch(context: Context, wishes: readonly OutageWish[]): Promise<void> {
  const now = context.clock.now();
  const medical = await medicalAmong(wishes);
  const isCalled = ({ channel, accountNo }: OutageWish) => channel === 'call' || medical.has(accountNo);
  const reachable = wishes.filter(({ toPhone }) => toPhone !== null);
  const urgency = ({ accountNo }: OutageWish): number => (medical.has(accountNo) ? 0 : 1);
  const calls = reachable.filter(isCalled).toSorted((one, other) => urgency(one) - urgency(other));
  const texts = reachable.filter(({ channel }) => channel === 'text');
  const toText = texts.map((wish) => restoredText(context, wish));
  await queueAll(context, calls.map(restorationCall), toText);
  const ended = { finishedAt: now, newsDueAt: null };
  await move(calls, { state: 'calling', attempts: 1, newsDueAt: null });
  const onlyTexted = texts.filter((wish) => !isCalled(wish));
  await move(onlyTexted, { state: 'done', ...ended });
  const nobody = wishes.filter(({ toPhone }) => toPhone === null);
  await move(nobody, { state: 'unreached', reason: 'no_phone', ...ended });
}

async function medicalAmong(wishes: readonly OutageWish[]): Promise<ReadonlySet<string>> {
  const accounts = await Account.findAll({
    attributes: ['accountNo'],
    where: { accountNo: wishes.map(({ accountNo }) => accountNo), medical: true },
  });
  return new Set(accounts.map(({ accountNo }) => accountNo));
}

async function move(wishes: readonly OutageWish[], change: Partial<OutageWish['dataValues']>): Promise<void> {
  if (wishes.length > 0) await OutageWish.update(change, { where: { id: wishes.map(({ id }) => id) } });
}

/** The call that asks whether power is back. */
export function restorationCall({ toPhone, language, ticketId }: OutageWish): NewCall {
  const start = { kind: 'restoration', flow: 'restoration', node: 'power', priority: 'P1' } as const;
  return { ...start, toPhone: toPhone ?? '', language, ticketId };
}

export function restoredText(context: Context, { toPhone, language, ticketId }: OutageWish): NewText {
  const body = renderText(context, language, 'text.restored');
  return { kind: 'restoration', priority: 'P1', toPhone: toPhone ?? '', language, ticketId, body };
}

/** Notes on the linked tickets when power came back, and which of the times told were kept. */
async function noteOnTickets({ clock }: Context, outage: Outage): Promise<void> {
  const now = clock.now();
  const restoredAt = outage.restoredAt ?? now;
  const linked = { outageCode: outage.code, state: 'closed', stateReason: 'linked' };
  const ids = (await Ticket.findAll({ attributes: ['id'], where: linked })).map(({ id }) => id);
  for (let from = 0; from < ids.length; from += batch) {
    const some = ids.slice(from, from + batch);
    await Ticket.update({ restoredAt, updatedAt: now }, { where: { id: some } });
    const data = { restoredAt: restoredAt.toISOString(), outage: outage.code };
    const entry = { at: now, type: 'restored', byKind: 'system', byCode: null, byName: null, data } as const;
    await TimelineEntry.bulkCreate(some.map((ticketId) => ({ ...entry, ticketId })));
    const open = { ticketId: some, kept: null };
    const late = { ...open, promisedAt: { [Op.lt]: restoredAt } };
    await PromiseMade.update({ keptAt: restoredAt, kept: false }, { where: late });
    await PromiseMade.update({ keptAt: restoredAt, kept: true }, { where: open });
  }
}
