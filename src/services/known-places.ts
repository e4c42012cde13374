import type { NetworkNode } from '../../models/network-node';
import { Region } from '../../models/region';
import { Team } from '../../models/team';
import { remembered, select } from '../../models/database';
import type { TeamInfo } from '../domain/assignment';

/** Regions, teams and the network, kept in memory because they hardly ever change. */

export const knownRegion = (code: string): Promise<Region | null> =>
  remembered(`region ${code}`, () => Region.findByPk(code));

export type KnownTeam = TeamInfo & Readonly<Pick<Team, 'nameZh' | 'nameEn'>>;
/** Plain, because a model answers slowly. */
export const knownTeams = (): Promise<readonly KnownTeam[]> =>
  remembered('teams', async () => (await Team.findAll()).map((team) => team.get()));

export const knownNode = async (code: string): Promise<KnownNode | null> => (await wayUp(code))[0] ?? null;

/** What callers of this file need of a network node. */
export type KnownNode = Pick<NetworkNode, 'code' | 'regionCode'>;

/** How many levels are followed at most: more than any network has, so that a circle in the data ends. */
const deepest = 20;
const upwards = `WITH RECURSIVE way (code, parent_code, region_code, depth) AS (
  SELECT code, parent_code, region_code, 1 FROM network_nodes WHERE code = ?
  UNION ALL SELECT above.code, above.parent_code, above.region_code, way.depth + 1
  FROM way JOIN network_nodes AS above ON above.code = way.parent_code WHERE way.depth < ${deepest})
  SELECT code, region_code AS regionCode FROM way ORDER BY depth`;

/** The node and all above it, the lowest first; empty when the node is unknown. */
export const wayUp = (code: string): Promise<readonly KnownNode[]> =>
  remembered(`way up from ${code}`, () => select<KnownNode>(upwards, [code]));
