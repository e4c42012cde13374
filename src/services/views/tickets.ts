import { col, fn, Op, where, type WhereOptions } from 'sequelize';
import type { z } from 'zod';
import { Ticket } from '../../../models/ticket';
import { maskPhone, type ShowPhone, toE164 } from '../../phone-number';
import type { Context, ServiceSettings } from '../context';
import * as answer from './answers';
import { given, type List, type Page, readPage } from './list-page';
import type { ticketsQuery } from './queries';
import { type Naming, readNames } from './read-names';

/** A ticket as the API and the console see it (contract section 8): flat, phone masked, sums in cents. */
export type PresentedTicket = z.output<typeof answer.ticket>;
type TicketQuery = z.output<typeof ticketsQuery>;
type Numbered = Pick<ServiceSettings, 'hotlineNumber'>;

const list: List<Ticket> = { model: Ticket, moment: 'reportedAt', key: 'id' };
const searched = ['number', 'summary_zh', 'summary_en', 'account_no', 'reporter_name'];

/** INSTR takes the words as they are; LIKE would read % and _ in them, which each database escapes in its own way. */
const containing = ({ hotlineNumber }: Numbered, words: string): WhereOptions => ({
  [Op.or]: [
    ...searched.map((column) => where(fn('INSTR', folded(column, words), words.toLowerCase()), Op.gt, 0)),
    ...ofPhone(toE164(words, hotlineNumber) ?? words),
  ],
});

/** Finds only by whole numbers or their last four digits, so that nobody finds out more of a number than its mask shows. */
const ofPhone = (words: string): WhereOptions[] => [
  { reporterPhone: words },
  ...(/^\d{4}$/.test(words) ? [{ reporterPhone: { [Op.like]: `%${words}` } }] : []),
];

/** A column in small letters. SQLite's LOWER changes ASCII letters only, so other letters that the words contain are replaced one by one. */
function folded(column: string, words: string): ReturnType<typeof fn> {
  const foreign = [...new Set(words.toLowerCase())].filter((letter) => letter > '\u007f');
  const pairs = foreign
    .map((small) => [small.toUpperCase(), small] as const)
    .filter(([large, small]) => large !== small);
  return pairs.reduce((text, [large, small]) => fn('REPLACE', text, large, small), fn('LOWER', col(column)));
}

function filters(settings: Numbered, query: TicketQuery): WhereOptions {
  const { state, kind, region, priority, account, q, updatedSince } = query;
  return {
    [Op.and]: [
      given({ state, kind, regionCode: region, priority, accountNo: account }),
      ...(updatedSince ? [{ updatedAt: { [Op.gte]: updatedSince } }] : []),
      ...(q ? [containing(settings, q)] : []),
    ],
  };
}

/** Tickets that fit every filter, the newest report first. Throws `bad_request` for a foreign cursor. */
export async function listTickets(
  context: Pick<Context, 'settings'>,
  query: TicketQuery,
): Promise<Page<PresentedTicket>> {
  return readPage(list, query, filters(context.settings, query), (tickets) => presentTickets(context, tickets));
}

export async function presentTickets(
  { settings }: Naming,
  tickets: readonly Ticket[],
  show: ShowPhone = maskPhone,
): Promise<PresentedTicket[]> {
  const names = await readNames({ settings });
  return tickets.map((ticket) => {
    const row = ticket.get();
    return answer.shown(answer.ticket, {
      ...row,
      region: ticket.regionCode,
      summary: settings.defaultLanguage.startsWith('zh') ? ticket.summaryZh : ticket.summaryEn,
      reporter: {
        name: ticket.reporterName,
        phone: ticket.reporterPhone && show(ticket.reporterPhone),
        role: ticket.reporterRole,
      },
      team: names.team(ticket.teamCode),
      person: names.person(ticket.personCode),
      warrantyClass: null,
      appointment: null,
      outage: ticket.outageCode,
      parent: ticket.parentNumber,
      // Null until the API streams recordings, because a URL would lead nowhere.
      satisfaction: answer.shown(answer.satisfaction, { ...row, commentUrl: null }),
    });
  });
}
