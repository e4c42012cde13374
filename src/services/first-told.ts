import { select } from '../../models/database';
import type { CallInfo } from '../domain/call';
import type { VerbResult } from '../domain/verb-result';

/** What a verb told, and what "today" meant then. */
export interface Told {
  readonly at: Date;
  readonly result: VerbResult;
}

/** What one webhook told, by flow, node and verb. */
export type FirstTold = ReadonlyMap<string, Told>;

/** Also the step that every answer with a question leaves, so that an answer is known that told nothing. */
const toldBy = `SELECT place, told FROM told_facts WHERE call_sid = ? AND token = ?
  UNION ALL SELECT '', '' FROM call_steps WHERE token = ?`;

/** What a webhook told when it came first, by the rows; null when they know of no answer to it. */
export async function firstTold({ sid, token }: CallInfo): Promise<FirstTold | null> {
  const rows = await select<{ place: string; told: string }>(toldBy, [sid, token, enterToken(token)]);
  const kept = rows.filter(({ place }) => place !== '');
  return rows.length === 0 ? null : new Map(kept.map(({ place, told }) => [place, JSON.parse(told, revived) as Told]));
}

/** The token of the step that enters a node: the webhook also answered the node before, whose step has the token itself. */
export const enterToken = (token: string | null): string | null => (token === null ? null : `${token}:enter`);

/** Under these names alone moments stand in what was told: `at` of Told, `time` of a value. */
const moments = new Set(['at', 'time']);
const revived = (key: string, value: unknown): unknown =>
  moments.has(key) && typeof value === 'string' ? new Date(value) : value;
