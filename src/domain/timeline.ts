/** Everything that can happen to a ticket; stored as type and data, the sentences are rendered from them. */
export const timelineTypes = [
  'reported',
  'texted',
  'paged',
  'page_answered',
  'page_failed',
  'accepted',
  'declined',
  'escalated',
  'departed',
  'arrived',
  'arrival_verified',
  'eta_changed',
  'warned',
  'breached',
  'restored',
  'completed',
  'callback',
  'waiting',
  'reopened',
  'closed',
  'noted',
  'linked',
  'chased',
  'located',
] as const;
export type TimelineType = (typeof timelineTypes)[number];

export interface Actor {
  readonly kind: 'caller' | 'person' | 'system' | 'carrier' | 'api';
  readonly code?: string;
  readonly name?: string;
}

export const bySystem: Actor = { kind: 'system' };
export const byCaller: Actor = { kind: 'caller' };
export const byCarrier: Actor = { kind: 'carrier' };

/** Who reports, from where: `code` and `name` of a person, for the timeline. */
export interface Reporter {
  readonly code: string;
  readonly name: string;
}
