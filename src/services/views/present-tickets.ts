import type { Ticket } from '../../../models/ticket';
import { maskPhone, type ShowPhone } from '../../phone-number';
import type { ServiceSettings } from '../context';
import { type Names, readNames } from './read-names';
import { isoTime } from './iso-time';

interface View {
  readonly settings: Pick<ServiceSettings, 'defaultLanguage'>;
  readonly show: ShowPhone;
}

function times(ticket: Ticket) {
  return {
    startedAt: isoTime(ticket.startedAt),
    reportedAt: isoTime(ticket.reportedAt),
    arrivalDueAt: isoTime(ticket.arrivalDueAt),
    restoreDueAt: isoTime(ticket.restoreDueAt),
    etaAt: isoTime(ticket.etaAt),
    acceptedAt: isoTime(ticket.acceptedAt),
    departedAt: isoTime(ticket.departedAt),
    arrivedAt: isoTime(ticket.arrivedAt),
    expectedRestoreAt: isoTime(ticket.expectedRestoreAt),
    restoredAt: isoTime(ticket.restoredAt),
    completedAt: isoTime(ticket.completedAt),
    closedAt: isoTime(ticket.closedAt),
    slaBreachedAt: isoTime(ticket.slaBreachedAt),
    updatedAt: isoTime(ticket.updatedAt),
  };
}

function about(ticket: Ticket, { settings, show }: View) {
  return {
    number: ticket.number,
    kind: ticket.kind,
    category: ticket.category,
    responsibility: ticket.responsibility,
    priority: ticket.priority,
    state: ticket.state,
    stateReason: ticket.stateReason,
    channel: ticket.channel,
    region: ticket.regionCode,
    accountNo: ticket.accountNo,
    place: ticket.place,
    summary: settings.defaultLanguage.startsWith('zh') ? ticket.summaryZh : ticket.summaryEn,
    reporter: {
      name: ticket.reporterName,
      phone: ticket.reporterPhone && show(ticket.reporterPhone),
      role: ticket.reporterRole,
    },
    access: ticket.access,
  };
}

function outcome(ticket: Ticket) {
  return {
    cause: ticket.cause,
    result: ticket.result,
    chargeable: ticket.chargeable,
    feeCents: ticket.feeCents,
    warrantyClass: null,
    appointment: null,
    outage: ticket.outageCode,
    parent: ticket.parentNumber,
    reopenedCount: ticket.reopenedCount,
    keyFollowup: ticket.keyFollowup,
    satisfaction: {
      fixed: ticket.fixed,
      restoredTimeRight: ticket.restoredTimeRight,
      quality: ticket.quality,
      attitude: ticket.attitude,
      speed: ticket.speed,
      overall: ticket.overall,
      // Null until the API streams recordings, because a URL would lead nowhere.
      commentUrl: null,
    },
  };
}

function present(ticket: Ticket, names: Names, view: View) {
  return {
    ...about(ticket, view),
    ...times(ticket),
    arrivalVerifiedBy: ticket.arrivalVerifiedBy,
    team: names.team(ticket.teamCode),
    person: names.person(ticket.personCode),
    ...outcome(ticket),
  };
}

/** A ticket as the API and the console see it (contract section 8): flat, times ISO 8601 with milliseconds, phone masked, sums in cents. */
export type PresentedTicket = ReturnType<typeof present>;

export async function presentTickets(
  settings: Pick<ServiceSettings, 'defaultLanguage'>,
  tickets: readonly Ticket[],
  show: ShowPhone = maskPhone,
): Promise<PresentedTicket[]> {
  const names = await readNames(settings);
  return tickets.map((ticket) => present(ticket, names, { settings, show }));
}
