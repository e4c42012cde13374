import { col, fn } from 'sequelize';
import type { z } from 'zod';
import { Outage } from '../../../models/outage';
import { Ticket } from '../../../models/ticket';
import * as answer from '../views/answers';
import { given, type List, type Page, type PageQuery, readPage } from '../views/list-page';

export interface OutageQuery extends PageQuery {
  readonly state?: readonly string[] | undefined;
  readonly kind?: readonly string[] | undefined;
}

const list: List<Outage> = { model: Outage, moment: 'startsAt', key: 'code' };

/** An outage as the API and the console see it. */
export type PresentedOutage = z.output<typeof answer.outage>;

export async function presentOutages(outages: readonly Outage[]): Promise<PresentedOutage[]> {
  const counts = (await Ticket.findAll({
    attributes: ['outageCode', [fn('COUNT', col('id')), 'reports']],
    where: { outageCode: outages.map(({ code }) => code) },
    group: ['outageCode'],
    raw: true,
  })) as unknown as { outageCode: string; reports: number }[];
  const reports = new Map(counts.map((row) => [row.outageCode, row.reports]));
  return outages.map((outage) =>
    answer.shown(answer.outage, {
      ...outage.get(),
      networkNode: outage.networkNodeCode,
      cause: { zh: outage.causeZh, en: outage.causeEn },
      reports: reports.get(outage.code) ?? 0,
    }),
  );
}

/** Outages that fit every filter, the latest start first. Throws `bad_request` for a foreign cursor. */
export async function listOutages({ state, kind, ...query }: OutageQuery): Promise<Page<PresentedOutage>> {
  return readPage(list, query, given({ state, kind }), presentOutages);
}
