import { Op } from 'sequelize';
import { ApiToken } from '../../../models/api-token';
import { type ApiRole, isApiRole } from '../../domain/api-roles';
import { hashToken } from './api-tokens';
import type { Context } from '../context';

export interface TokenOwner {
  readonly id: number;
  readonly name: string;
  readonly role: ApiRole;
}

/** A revoked token is refused after this at the latest. */
const knownForMs = 5000;
/** How many tokens are remembered at most, so that guessing tokens does not fill the memory. */
const mostKnown = 1000;
const noteUseEveryMs = 60_000;

/** Looks up whose token it is, null for nobody's; within five seconds the same question is answered from memory. */
export function createTokenBook({ clock }: Pick<Context, 'clock'>): (token: string) => Promise<TokenOwner | null> {
  const known = new Map<string, { readonly owner: TokenOwner | null; readonly until: number }>();
  return async (token) => {
    const hash = hashToken(token);
    const now = clock.now().getTime();
    const remembered = known.get(hash);
    if (remembered !== undefined && now < remembered.until) return remembered.owner;
    const owner = await readOwner(hash, clock.now());
    if (known.size >= mostKnown) known.clear();
    known.set(hash, { owner, until: now + knownForMs });
    return owner;
  };
}

async function readOwner(tokenHash: string, now: Date): Promise<TokenOwner | null> {
  const row = await ApiToken.findOne({ where: { tokenHash, revokedAt: null } });
  if (row === null || !isApiRole(row.role)) return null;
  const before = new Date(now.getTime() - noteUseEveryMs);
  await ApiToken.update(
    { lastUsedAt: now },
    { where: { id: row.id, lastUsedAt: { [Op.or]: [null, { [Op.lt]: before }] } } },
  );
  return { id: row.id, name: row.name, role: row.role };
}
