import { col, fn, Op, where, type WhereOptions } from 'sequelize';
import { Ticket } from '../../../models/ticket';
import { toE164 } from '../../phone-number';
import type { Context, ServiceSettings } from '../context';
import { type Page, type PageQuery, pageOf, sliceOf, type Sorting } from './list-page';
import { type PresentedTicket, presentTickets } from './present-tickets';

export interface TicketQuery extends PageQuery {
  readonly state?: readonly string[] | undefined;
  readonly kind?: readonly string[] | undefined;
  readonly region?: readonly string[] | undefined;
  readonly priority?: readonly string[] | undefined;
  readonly account?: string | undefined;
  /** Part of the number, the summary, the account or the reporter's name, in any case; of the reporter's phone all or the last four digits. */
  readonly q?: string | undefined;
  readonly updatedSince?: Date | undefined;
}

type Numbered = Pick<ServiceSettings, 'hotlineNumber'>;

const sorting: Sorting<Ticket> = { moment: 'reportedAt', key: 'id' };
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
  const equal = { state, kind, regionCode: region, priority, accountNo: account };
  const given = Object.entries(equal).filter(([, value]) => value !== undefined);
  return {
    [Op.and]: [
      Object.fromEntries(given),
      ...(updatedSince ? [{ updatedAt: { [Op.gte]: updatedSince } }] : []),
      ...(q ? [containing(settings, q)] : []),
    ],
  };
}

/** Tickets that fit every filter, the newest report first. Throws `bad_request` for a foreign cursor. */
export async function listTickets(
  { settings }: Pick<Context, 'settings'>,
  query: TicketQuery,
): Promise<Page<PresentedTicket>> {
  const slice = sliceOf(sorting, query);
  const rows = await Ticket.findAll({ ...slice, where: { [Op.and]: [slice.where, filters(settings, query)] } });
  const page = pageOf(sorting, query, rows);
  return { ...page, items: await presentTickets(settings, page.items) };
}
