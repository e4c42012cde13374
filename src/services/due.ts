import { firstMoments } from '../../models/first-moments';

/** Rows that make work due: a SELECT of the first moment at which one does. */
export interface Due {
  readonly sql: string;
  /** How long before that moment the work is due, in milliseconds. */
  readonly before?: number;
}

/** When each is first due, or null; asked in one statement for all. */
export async function firstDue(dues: readonly Due[]): Promise<readonly (Date | null)[]> {
  const moments = await firstMoments(dues.map(({ sql }) => sql));
  return moments.map((at, index) => (at === null ? null : new Date(at.getTime() - (dues[index]?.before ?? 0))));
}
