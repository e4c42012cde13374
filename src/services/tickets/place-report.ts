import type { Region } from '../../../models/region';
import { pickTeam, type TeamChoice } from '../../domain/assignment';
import type { RegionClass } from '../../domain/sla';
import { profileOf, type Category } from '../../domain/ticket';
import type { Context } from '../context';
import { accountOfNumber, type KnownAccount } from '../directory/find-account';
import { knownNode, knownRegion, knownTeams, type KnownNode } from '../known-places';

/** Where a report belongs: region, team and how fast somebody must be there. */
export interface ReportPlace {
  /** '' when no region is known. */
  readonly regionCode: string;
  readonly networkNodeCode: string | null;
  readonly regionClass: RegionClass | null;
  readonly critical: boolean;
  readonly team: TeamChoice | null;
}

export interface PlaceFacts {
  readonly category: Category;
  readonly accountNo: string | null;
  /** The node of a pole or box known by its number; without it the account's node. */
  readonly networkNodeCode?: string | null;
  readonly regionCode?: string | null;
  /** An account in whose region the place is, though it may be another address. */
  readonly nearAccountNo?: string | null;
  /** The categories of which the first that a team serves there is taken, when no team serves `category` there. */
  readonly otherwise?: readonly Category[];
}

/** Finds region and team: power follows the network node, everything else the account's own region. */
export async function placeReport(context: Context, facts: PlaceFacts): Promise<ReportPlace> {
  const account = await accountOfNumber(facts.accountNo);
  const node = await nodeOf(facts, account);
  const near = account ?? (await accountOfNumber(facts.nearAccountNo ?? null));
  const nearNode = node ?? (await nodeOf(facts, near));
  const region = await regionOf(facts, near, nearNode);
  return {
    ...about(region),
    networkNodeCode: node?.code ?? null,
    critical: account !== null && account.critical,
    team: await teamOf(context, facts, near, nearNode),
  };
}

const about = (region: Region | null): Pick<ReportPlace, 'regionCode' | 'regionClass'> => ({
  regionCode: region?.code ?? '',
  regionClass: (region?.class ?? null) as RegionClass | null,
});

async function teamOf(
  { policy }: Context,
  facts: PlaceFacts,
  account: KnownAccount | null,
  node: KnownNode | null,
): Promise<TeamChoice | null> {
  const teams = await knownTeams();
  const choices: (TeamChoice | null)[] = [];
  for (const category of [facts.category, ...(facts.otherwise ?? [])]) {
    const region = await regionOf({ ...facts, category }, account, node);
    choices.push(pickTeam(teams, category, region?.code ?? '', policy.defaults));
  }
  return choices.find((choice) => choice?.byDefault === false) ?? choices[0] ?? null;
}

async function nodeOf(facts: PlaceFacts, account: KnownAccount | null): Promise<KnownNode | null> {
  if (facts.networkNodeCode) return knownNode(facts.networkNodeCode);
  if (account === null || account.nodeRegionCode === null) return null;
  return { code: account.networkNodeCode, regionCode: account.nodeRegionCode };
}

async function regionOf(
  facts: PlaceFacts,
  account: KnownAccount | null,
  node: KnownNode | null,
): Promise<Region | null> {
  const ownRegion = profileOf(facts.category) === 'power' ? node?.regionCode : account?.regionCode;
  const code = facts.regionCode ?? ownRegion;
  return code === undefined ? null : knownRegion(code);
}
