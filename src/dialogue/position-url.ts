import { z } from 'zod';
import type { Flow, Position } from '../domain/flow';
import { declaredFacts } from '../domain/flow-facts';

/** A call's position as the query of its action URL, and back. Twilio signs the whole URL, so nobody can forge one (ADR 0002). */

const mostBack = 12;

/** `/voice/step/{flow}/{node}?l=…`: l language, n tries, r repeats, b nodes to go back to, then the facts by name. */
export function positionUrl(baseUrl: string, position: Position): string {
  return urlOf(baseUrl, 'step', position);
}

/** `/voice/bridge/{flow}/{node}?…`: where a call goes on after the talk it was bridged to. */
export function bridgeUrl(baseUrl: string, position: Position): string {
  return urlOf(baseUrl, 'bridge', position);
}

function urlOf(baseUrl: string, way: 'step' | 'bridge', position: Position): string {
  const query = new URLSearchParams({ l: position.language });
  if (position.tries > 0) query.set('n', String(position.tries));
  if (position.repeats > 0) query.set('r', String(position.repeats));
  if (position.back.length > 0) query.set('b', position.back.slice(-mostBack).join('.'));
  for (const name of Object.keys(position.facts).sort()) query.set(name, position.facts[name] ?? '');
  return `${baseUrl}/voice/${way}/${position.flow}/${position.node}?${query.toString()}`;
}

const count = z.coerce.number().int().min(0).max(50).catch(0).default(0);
const nodeList = z
  .string()
  .regex(/^[a-z0-9.-]*$/)
  .catch('');

/** Reads a position from the query; what does not fit is left out, so a URL of an older version still leads somewhere. */
export function readPosition(
  query: Readonly<Record<string, unknown>>,
  flow: Flow,
  node: string,
  languages: readonly string[],
  defaultLanguage: string,
): Position {
  const strings = Object.fromEntries(
    Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  const { l, n, r, b, ...facts } = strings;
  return {
    flow: flow.flow,
    node,
    language: l !== undefined && languages.includes(l) ? l : defaultLanguage,
    tries: count.parse(n),
    repeats: count.parse(r),
    back: nodeList
      .parse(b ?? '')
      .split('.')
      .filter((name) => Object.hasOwn(flow.nodes, name)),
    facts: declaredFacts(flow, facts),
  };
}
