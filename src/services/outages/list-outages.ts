import { col, fn, Op } from 'sequelize';
import { randomInt } from 'node:crypto';
import { DateTime } from 'luxon';
import { UniqueConstraintError } from 'sequelize';
import { NetworkNode } from '../../../models/network-node';
import { Outage } from '../../../models/outage';
import { Ticket } from '../../../models/ticket';
import type { OutageKind } from '../../domain/outage';
import type { Words } from '../../domain/speech';
import { HotlineError } from '../../errors';
import type { Context } from '../context';
import { forgetOutages } from './find-outage';
import { type Page, type PageQuery, pageOf, sliceOf, type Sorting } from '../views/list-page';
import { checkTimes } from './change-outage';

export interface OutageQuery extends PageQuery {
  readonly state?: readonly string[] | undefined;
  readonly kind?: readonly string[] | undefined;
}

const sorting: Sorting<Outage> = { moment: 'startsAt', key: 'code' };
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const present = (outage: Outage, reports: number) => ({
  code: outage.code,
  kind: outage.kind,
  networkNode: outage.networkNodeCode,
  cause: { zh: outage.causeZh, en: outage.causeEn },
  startsAt: outage.startsAt.toISOString(),
  expectedEndAt: iso(outage.expectedEndAt),
  nextNewsAt: iso(outage.nextNewsAt),
  state: outage.state,
  restoredAt: iso(outage.restoredAt),
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

export interface NewOutage {
  /** Made from the start and a random number when there is none. */
  readonly code?: string | undefined;
  readonly kind: OutageKind;
  readonly networkNode: string;
  readonly cause: Words;
  /** Now, unless given. */
  readonly startsAt?: Date | undefined;
  readonly expectedEndAt?: Date | null | undefined;
  readonly nextNewsAt?: Date | null | undefined;
}

/** Puts down a known or planned outage: callers below the node hear of it at once. Throws `bad_request` for an unknown node or wrong times, `conflict` for a code in use. */
export async function createOutage(context: Context, outage: NewOutage): Promise<Outage> {
  const startsAt = outage.startsAt ?? context.clock.now();
  const { expectedEndAt = null, nextNewsAt = null } = outage;
  checkTimes(startsAt, expectedEndAt);
  if ((await NetworkNode.count({ where: { code: outage.networkNode } })) === 0)
    throw new HotlineError('bad_request', 'There is no such network node.', { parameter: 'networkNode' });
  const code = outage.code ?? newCode(context, startsAt);
  try {
    const row = await Outage.create({
      code,
      kind: outage.kind,
      networkNodeCode: outage.networkNode,
      causeZh: outage.cause.zh,
      causeEn: outage.cause.en,
      startsAt,
      expectedEndAt,
      nextNewsAt,
      state: 'current',
      restoredAt: null,
    });
    forgetOutages(context);
    context.log.info('outage put down', { outage: code, kind: outage.kind });
    return row;
  } catch (error) {
    if (!(error instanceof UniqueConstraintError)) throw error;
    throw new HotlineError('conflict', 'There is an outage of this code.', { code });
  }
}

function newCode({ settings }: Context, startsAt: Date): string {
  const local = DateTime.fromJSDate(startsAt, { zone: settings.timezone }).toFormat('yyMMdd-HHmm');
  return `O-${local}-${String(randomInt(1000)).padStart(3, '0')}`;
}
