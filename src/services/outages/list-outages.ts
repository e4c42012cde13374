import { col, fn, Op } from 'sequelize';
import { Outage } from '../../../models/outage';
import { Ticket } from '../../../models/ticket';
import { isoTime } from '../views/iso-time';
import { type Page, type PageQuery, pageOf, sliceOf, type Sorting } from '../views/list-page';

export interface OutageQuery extends PageQuery {
  readonly state?: readonly string[] | undefined;
  readonly kind?: readonly string[] | undefined;
}

const sorting: Sorting<Outage> = { moment: 'startsAt', key: 'code' };

const present = (outage: Outage, reports: number) => ({
  code: outage.code,
  kind: outage.kind,
  networkNode: outage.networkNodeCode,
  cause: { zh: outage.causeZh, en: outage.causeEn },
  startsAt: outage.startsAt.toISOString(),
  expectedEndAt: isoTime(outage.expectedEndAt),
  nextNewsAt: isoTime(outage.nextNewsAt),
  state: outage.state,
  restoredAt: isoTime(outage.restoredAt),
  /** How many tickets are linked to it. */
  reports,
});

/** An outage as the API and the console see it. */
export type PresentedOutage = ReturnType<typeof present>;

export async function presentOutages(outages: readonly Outage[]): Promise<PresentedOutage[]> {
  const counts = (await Ticket.findAll({
    attributes: ['outageCode', [fn('COUNT', col('id')), 'reports']],
    where: { outageCode: outages.map(({ code }) => code) },
    group: ['outageCode'],
    raw: true,
  })) as unknown as { outageCode: string; reports: number }[];
  const reports = new Map(counts.map((row) => [row.outageCode, row.reports]));
  return outages.map((outage) => present(outage, reports.get(outage.code) ?? 0));
}

/** Outages that fit every filter, the latest start first. Throws `bad_request` for a foreign cursor. */
export async function listOutages({ state, kind, ...query }: OutageQuery): Promise<Page<PresentedOutage>> {
  const slice = sliceOf(sorting, query);
  const wanted = Object.fromEntries(Object.entries({ state, kind }).filter(([, value]) => value !== undefined));
  const rows = await Outage.findAll({ ...slice, where: { [Op.and]: [slice.where, wanted] } });
  const page = pageOf(sorting, query, rows);
  return { ...page, items: await presentOutages(page.items) };
}
