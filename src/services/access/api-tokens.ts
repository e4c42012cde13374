import { createHash, randomBytes } from 'node:crypto';
import { ApiToken } from '../../../models/api-token';
import { inTransaction } from '../../../models/database';
import { type ApiRole, isApiRole, rightsOf } from '../../domain/api-roles';
import { HotlineError } from '../../errors';
import { type Answerable, audit } from './audit';
import type { Context } from '../context';

type Clocked = Pick<Context, 'clock'>;

export interface NewToken {
  readonly id: number;
  /** The token itself, which can be read only now: the database keeps only its hash. */
  readonly token: string;
}

/** 32 random bytes; the prefix shows what the text is wherever it turns up. */
const newToken = (): string => `faultline_${randomBytes(32).toString('base64url')}`;

/** What the database keeps of a token: the token is random, so one round of SHA-256 is enough. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Makes a token for a role that may do something. Throws `bad_request` for another role or an empty name. */
export async function createToken(context: Clocked, name: string, role: string, by: Answerable): Promise<NewToken> {
  if (name.trim() === '' || name.length > 100)
    throw new HotlineError('bad_request', 'A token needs a name of up to 100 characters.');
  const known = roleOf(role);
  const token = newToken();
  return inTransaction(async () => {
    const row = { name: name.trim(), role: known, tokenHash: hashToken(token), createdAt: context.clock.now() };
    const { id } = await ApiToken.create(row);
    await audit(context, by, 'token_created', { token: id, name: row.name, role });
    return { id, token };
  });
}

function roleOf(role: string): ApiRole {
  const useful = Object.entries(rightsOf).flatMap(([name, rights]) => (rights.length > 0 ? [name] : []));
  if (isApiRole(role) && useful.includes(role)) return role;
  const why = isApiRole(role) ? `${role} may do nothing over the API` : `There is no role ${role}`;
  throw new HotlineError('bad_request', `${why}. Roles for tokens: ${useful.join(', ')}.`);
}

/** Every token that was made, the newest last. */
export function listTokens(): Promise<ApiToken[]> {
  return ApiToken.findAll({ order: [['id', 'ASC']] });
}

/** Ends a token for good; processes that know it stop taking it within seconds. Throws `not_found`. */
export async function revokeToken(context: Clocked, id: number, by: Answerable): Promise<ApiToken> {
  return inTransaction(async () => {
    const [ended] = await ApiToken.update({ revokedAt: context.clock.now() }, { where: { id, revokedAt: null } });
    const token = await ApiToken.findByPk(id);
    if (token === null) throw new HotlineError('not_found', `There is no token ${id}: token list shows them.`);
    if (ended === 1) await audit(context, by, 'token_revoked', { token: id, name: token.name });
    return token;
  });
}
