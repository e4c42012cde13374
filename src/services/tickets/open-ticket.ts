import { randomInt } from 'node:crypto';
import { UniqueConstraintError } from 'sequelize';
import { afterCommit, inTransaction } from '../../../models/database';
import { insertRow } from '../../../models/sql-values';
import { Ticket } from '../../../models/ticket';
import { dueTimes, type DueTimes } from '../../domain/sla';
import type { Words } from '../../domain/speech';
import type { AccessWay, ClosedReason, ReporterRole, WaitingReason } from '../../domain/ticket';
import { arrivalToTell, isByStranger } from '../directory/hearing-of';
import { needNumberCheck } from '../outbound/check-number';
import { promiseArrival } from './promises';
import type { Context } from '../context';
import { placeReport, type PlaceFacts, type ReportPlace } from './place-report';
import { textCustomer } from '../notices/ticket-texts';
import { recordTimeline } from '../record-timeline';
import { needLocating } from './need-locating';
import { startPaging, type PagingOrder } from '../paging/start-paging';
import { forgetTicketNumbers, takeTicketNumber } from './ticket-numbers';
import { isAhead } from '../is-ahead';

type Said = Readonly<Pick<Ticket, 'kind' | 'responsibility' | 'priority' | 'channel' | 'place'>>;

/** A report as somebody makes it, on whatever channel. */
export interface NewReport extends PlaceFacts, Said {
  /** Together with `reportNo` the natural key, so that a call opens each of its tickets once. Null for reports without a call. */
  readonly callSid: string | null;
  /** Counts the reports of one call from 0. */
  readonly reportNo: number;
  /** The language the reporter speaks; texts and callbacks use it. */
  readonly language: string;
  readonly inHome: boolean;
  /** The customer pays for the work. */
  readonly chargeable?: boolean;
  readonly summary: Words;
  /** The carrier's id of the recorded description. */
  readonly descriptionRecording: string | null;
  readonly reporter: { readonly name: string | null; readonly phone: string | null; readonly role: ReporterRole };
  readonly access?: AccessWay | null;
  /** When the fault began, as far as the caller knows. */
  readonly startedAt?: Date | null;
  /** From when the clocks run; now, unless the report waited in the spool. */
  readonly reportedAt?: Date;
  readonly triage?: Readonly<Record<string, string>>;
  /** False for a ticket that pages nobody and promises no arrival (a message, a desk task, a closed matter). */
  readonly page?: boolean;
  readonly paging?: PagingOrder;
  /** The first state where it is not `new`; such a ticket pages nobody. */
  readonly initial?:
    | { readonly state: 'waiting'; readonly reason: WaitingReason }
    | { readonly state: 'closed'; readonly reason: ClosedReason };
  /** False when the number was typed and is not on file; its owner is asked before anything else reaches the number. */
  readonly contactConfirmed?: boolean;
  /** False for no receipt by text. */
  readonly receipt?: boolean;
  /** False when the caller hears of another ticket instead, so that nothing is promised about this one. */
  readonly spoken?: boolean;
  /** The known outage that the report is part of. */
  readonly outageCode?: string | null;
  /** The ticket that this one came out of. */
  readonly parentNumber?: string | null;
  /** What is written together with the ticket, in its transaction. */
  readonly along?: (ticket: Ticket) => Promise<void>;
}

/** A preset for something at the customer's home, without a visit inside and without a recorded description. */
export const atHome = { place: 'home', inHome: false, descriptionRecording: null } as const;
/** A preset for no power at home, which the grid repairs. */
export const powerCut = { ...atHome, kind: 'fault', category: 'lv', responsibility: 'GRID', priority: 'P1' } as const;

const mostTries = 5;

/** Opens a ticket with everything that must follow, in one transaction; the same call and report number give the same ticket again, unchanged. */
export async function openTicket(context: Context, report: NewReport): Promise<Ticket> {
  for (let tries = 1; ; tries += 1) {
    // Nearly every report is new, and the database refuses one that is not, so a known ticket is looked up only then.
    const known = tries === 1 ? null : await findOpened(report);
    if (known) return known;
    try {
      const number = await takeTicketNumber();
      return await inTransaction(() => create(context, report, number));
    } catch (error) {
      // Another copy of the webhook was first, or the ticket number is in use: look up and try again.
      if (!(error instanceof UniqueConstraintError) || tries === mostTries) throw error;
      forgetTicketNumbers();
    }
  }
}

function findOpened({ callSid, reportNo }: NewReport): Promise<Ticket | null> {
  return callSid === null ? Promise.resolve(null) : Ticket.findOne({ where: { callSid, reportNo } });
}

async function create(context: Context, report: NewReport, number: string): Promise<Ticket> {
  const place = await placeReport(context, report);
  const ticket = await insertRow(Ticket, row(context, report, place, number));
  await recordTimeline(context, ticket.id, 'reported', reporterOf(report), {
    channel: report.channel,
    phoneGiven: report.reporter.phone !== null,
    ...(place.team?.byDefault && { defaultTeam: place.team.teamCode }),
  });
  await findSomebody(context, report, ticket);
  await tellReporter(context, report, ticket);
  afterCommit(() => {
    tellOperator(context, ticket, place);
  });
  return ticket;
}

/** Six digits that the customer tells whoever stands at the door. */
export const newDoorCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

function tellOperator({ log, metrics }: Context, ticket: Ticket, place: ReportPlace): void {
  const { number, kind, priority, teamCode, regionCode } = ticket;
  metrics.ticketOpened(kind, priority);
  log.info('ticket opened', { ticket: number, priority, team: teamCode });
  if (place.team?.byDefault) log.warn('no team serves this place', { ticket: number, region: regionCode });
}

async function findSomebody(context: Context, report: NewReport, ticket: Ticket): Promise<void> {
  if (pages(report)) await startPaging(context, ticket, report.paging);
  if (ticket.stateReason === 'locate') await needLocating(context, ticket);
}

async function tellReporter(context: Context, report: NewReport, ticket: Ticket): Promise<void> {
  if (report.contactConfirmed === false) await needNumberCheck(context, ticket);
  if (isTold(context, report, ticket)) await promiseArrival(context, ticket, report.callSid);
  await sendReceipt(context, report, ticket);
  await report.along?.(ticket);
}

const pages = ({ page = true, initial }: NewReport): boolean => page && initial === undefined;

const reporterOf = ({ channel }: NewReport) =>
  ({ kind: channel === 'api' || channel === 'alarm' ? 'api' : channel === 'staff' ? 'person' : 'caller' }) as const;

function row(context: Context, report: NewReport, place: ReportPlace, number: string) {
  const now = context.clock.now();
  const reportedAt = report.reportedAt ?? now;
  return {
    ...stateOf(report, now),
    ...dueOf(context, report, place, reportedAt),
    ...kindOf(report),
    ...toldBy(report),
    number,
    regionCode: place.regionCode,
    networkNodeCode: place.networkNodeCode,
    summaryZh: report.summary.zh,
    summaryEn: report.summary.en,
    verificationCode: report.inHome && pages(report) ? newDoorCode() : null,
    teamCode: place.team?.teamCode ?? null,
    reportedAt,
    updatedAt: now,
  };
}

/** Which report it is, of what, and what it is part of. */
function kindOf(report: NewReport) {
  const { callSid, reportNo, channel, kind, category, responsibility, priority, chargeable = false } = report;
  const { outageCode = null, parentNumber = null } = report;
  return { callSid, reportNo, channel, kind, category, responsibility, priority, chargeable, outageCode, parentNumber };
}

/** What the reporter said of themselves, the place and the fault. */
function toldBy(report: NewReport) {
  const { accountNo, place, inHome, descriptionRecording, access = null, startedAt = null, triage = {} } = report;
  const { name: reporterName, phone: reporterPhone, role: reporterRole } = report.reporter;
  const reporter = { reporterName, reporterPhone, reporterRole, reporterLanguage: report.language };
  return { ...reporter, accountNo, place, inHome, descriptionRecording, access, startedAt, triage };
}

function stateOf({ initial }: NewReport, now: Date) {
  if (!initial) return { state: 'new' as const, stateReason: null };
  const closedAt = initial.state === 'closed' ? now : null;
  return { state: initial.state, stateReason: initial.reason, closedAt };
}

/** The times that the ticket promises; none for a message or a closed matter, but an address that is still to be located has them. */
function dueOf(context: Context, report: NewReport, place: ReportPlace, reportedAt: Date): DueTimes {
  if (!pages(report) && report.initial?.state !== 'waiting') return { arrivalDueAt: null, restoreDueAt: null };
  return dueTimes(context.policy.sla, { ...report, ...place }, reportedAt);
}

/** Whether the caller hears by when somebody comes. */
const isTold = (context: Context, { channel, spoken = true }: NewReport, { arrivalDueAt }: Ticket): boolean =>
  isAhead(context, arrivalDueAt) && channel === 'phone' && spoken;

/** Texts the number, the promised time and the door code, unless the report is over or wants no receipt. */
export async function sendReceipt(context: Context, report: NewReport, ticket: Ticket): Promise<void> {
  if (report.receipt === false || ticket.state === 'closed') return;
  const { verificationCode } = ticket;
  const arrival = arrivalToTell(ticket);
  const time = isAhead(context, arrival) ? { time: { time: arrival } } : null;
  // The code for the door of somebody else's home goes to that home alone.
  const isTold = verificationCode !== null && !isByStranger(ticket);
  const code = isTold ? { code: { digits: verificationCode } } : null;
  await textCustomer(context, ticket, receiptPrompt(time !== null, code !== null), { ...time, ...code }, 'receipt');
}

function receiptPrompt(hasTime: boolean, hasCode: boolean): string {
  if (hasTime) return hasCode ? 'text.receipt-visit' : 'text.receipt-arrival';
  return hasCode ? 'text.receipt-agreed' : 'text.receipt';
}
