import { firstMoments } from '../../models/first-moments';

/** Rows that make work due: a SELECT of the first moment at which they do. */
export interface Due {
  readonly sql: string;
  /** The work is due so long before that moment, in milliseconds. */
  readonly before?: number;
}

/** When each is due first, or null; all of them are asked in one statement. */
export async function firstDue(dues: readonly Due[]): Promise<readonly (Date | null)[]> {
  const moments = await firstMoments(dues.map(({ sql }) => sql));
  return moments.map((at, index) => (at === null ? null : new Date(at.getTime() - (dues[index]?.before ?? 0))));
}
