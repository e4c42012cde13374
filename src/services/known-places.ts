import { NetworkNode } from '../../models/network-node';
import { Region } from '../../models/region';
import { Team } from '../../models/team';
import { remembered } from '../../models/database';

/** Regions, teams and the network: what hardly ever changes while calls come in. */

export const knownRegion = (code: string): Promise<Region | null> =>
  remembered(`region ${code}`, () => Region.findByPk(code));

export const knownTeams = (): Promise<readonly Team[]> => remembered('teams', () => Team.findAll());

export const knownNode = (code: string): Promise<NetworkNode | null> =>
  remembered(`node ${code}`, () => NetworkNode.findByPk(code));
