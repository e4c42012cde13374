import { Op } from 'sequelize';
import { Account } from '../../../models/account';
import { AccountPhone } from '../../../models/account-phone';
import { Attempt } from '../../../models/attempt';
import { Call } from '../../../models/call';
import { CallStep } from '../../../models/call-step';
import { Draft } from '../../../models/draft';
import { Handoff } from '../../../models/handoff';
import { InboundText } from '../../../models/inbound-text';
import { NumberCheck } from '../../../models/number-check';
import { OutageWish } from '../../../models/outage-wish';
import { Task } from '../../../models/task';
import { Ticket } from '../../../models/ticket';
import { TimelineEntry } from '../../../models/timeline-entry';
import { ToldFact } from '../../../models/told-fact';
import { scrubbed } from './scrub';
import type { Traces } from './traces';

/** Ends what is still to be done for this number. */
export async function endWhatWaits({ phone }: Traces, now: Date): Promise<void> {
  const ended = { state: 'ended', endedAt: now } as const;
  await Attempt.update({ ...ended, outcome: 'cancelled' }, { where: { toPhone: phone, state: 'due' } });
  const texts = { toPhone: phone, state: 'placed', channel: 'text' };
  await Attempt.update({ ...ended, outcome: 'forgotten' }, { where: texts });
  const owed = { toPhone: phone, state: { [Op.notIn]: ['done', 'unreached'] } };
  await OutageWish.update({ state: 'done', reason: 'forgotten', finishedAt: now }, { where: owed });
  const checks = { phone, state: ['waiting', 'calling'] };
  await NumberCheck.update({ state: 'unreached', finishedAt: now }, { where: checks });
}

/** Keeps the reports for statistics (when, where, what, how long) and erases who made them. */
export async function forgetReports({ tickets, names }: Traces): Promise<void> {
  const ticketId = tickets.map(({ id }) => id);
  for (const ticket of tickets) {
    await ticket.update({
      ...{ reporterName: null, reporterPhone: null, verificationCode: null },
      ...{ descriptionRecording: null, commentRecording: null, triage: {} },
      summaryZh: scrubbed(ticket.summaryZh, names),
      summaryEn: scrubbed(ticket.summaryEn, names),
    });
  }
  await Attempt.update({ body: null }, { where: { ticketId } });
  for (const entry of await TimelineEntry.findAll({ where: { ticketId } })) {
    const byName = entry.byKind === 'caller' ? null : entry.byName;
    await entry.update({ byName, data: scrubbed(entry.data, names) });
  }
}

/** Erases what the person pressed, said and was told in calls, what others were told about their reports, and what they wrote in texts. */
export async function forgetCalls({ phone, callSids, tickets }: Traces): Promise<void> {
  const ofCalls = { where: { callSid: [...callSids] } };
  await CallStep.update({ keys: null, facts: {} }, ofCalls);
  const ofReports = { ticketId: tickets.map(({ id }) => id) };
  const about = await Call.findAll({ attributes: ['sid'], where: ofReports, raw: true });
  await ToldFact.destroy({ where: { callSid: [...callSids, ...about.map(({ sid }) => sid)] } });
  await Handoff.update({ aboutZh: '', aboutEn: '' }, ofCalls);
  await Call.update({ fromPhone: null }, { where: { fromPhone: phone } });
  await Call.update({ toPhone: null }, { where: { toPhone: phone } });
  await Attempt.update({ body: null }, { where: { toPhone: phone } });
  await InboundText.update({ body: '' }, { where: { fromPhone: phone } });
}

/** Ends and erases the desk's tasks about the person. */
export async function forgetTasks({ phone, callSids, tickets }: Traces, now: Date): Promise<void> {
  const drafts = await Draft.findAll({ where: { [Op.or]: [{ phone }, { callSid: [...callSids] }] } });
  const draftId = drafts.map(({ id }) => id);
  const theirs = { [Op.or]: [{ phone }, { draftId }, { ticketId: tickets.map(({ id }) => id) }] };
  const end = { state: 'done', doneAt: now, doneBy: 'forget', nextDueAt: null } as const;
  await Task.update(end, { where: { [Op.and]: [theirs, { state: 'open' }] } });
  await Task.update({ phone: null, recordingSid: null, note: null }, { where: theirs });
  await Draft.update({ phone: null, accountId: null, facts: {}, state: 'done' }, { where: { id: draftId } });
}

/** Takes the number off all accounts; the person's own account keeps its place and meter, but no name. */
export async function forgetAccounts({ phone, ownAccountNos, names }: Traces): Promise<void> {
  await AccountPhone.destroy({ where: { phone } });
  const own = { where: { accountNo: [...ownAccountNos] } };
  await Account.update({ name: noName, care: null, medicalConsentOn: null }, own);
  await Ticket.update({ reporterName: null }, { where: { ...own.where, reporterName: [...names] } });
}

/** Stands for the erased name, since an import requires one. */
const noName = '—';
