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
