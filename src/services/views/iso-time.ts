/** A moment as everybody outside sees it: ISO 8601 in UTC with milliseconds; null stays null. */
export const isoTime = (moment: Date | null): string | null => moment?.toISOString() ?? null;
