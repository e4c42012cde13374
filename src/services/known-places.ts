import type { NetworkNode } from '../../models/network-node';
import { Region } from '../../models/region';
import { Team } from '../../models/team';
import { remembered, select } from '../../models/database';

/** Regions, teams and the network: what hardly ever changes while calls come in. */

export const knownRegion = (code: string): Promise<Region | null> =>
  remembered(`region ${code}`, () => Region.findByPk(code));

export const knownTeams = (): Promise<readonly Team[]> => remembered('teams', () => Team.findAll());

export const knownNode = async (code: string): Promise<KnownNode | null> => (await wayUp(code))[0] ?? null;

/** What is asked of a piece of the network. */
export type KnownNode = Pick<NetworkNode, 'code' | 'regionCode'>;

/** Deeper than any network; a circle in the data must not hold a call. */
const deepest = 20;
const upwards = `WITH RECURSIVE way (code, parent_code, region_code, depth) AS (
  SELECT code, parent_code, region_code, 1 FROM network_nodes WHERE code = ?
  UNION ALL SELECT above.code, above.parent_code, above.region_code, way.depth + 1
  FROM way JOIN network_nodes AS above ON above.code = way.parent_code WHERE way.depth < ${deepest})
  SELECT code, region_code AS regionCode FROM way ORDER BY depth`;

/** The node and all above it, the lowest first; none when it is unknown. */
export const wayUp = (code: string): Promise<readonly KnownNode[]> =>
  remembered(`way up from ${code}`, () => select<KnownNode>(upwards, [code]));
