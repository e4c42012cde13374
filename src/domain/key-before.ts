/** What an entry of a timeline says. */
interface Entry {
  readonly type: string;
  readonly byCode: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The key that today's version would give to an entry which was written without one (before migration 0021); null for entries that have none today either. */
export function keyBefore({ type, byCode, data }: Entry): string | null {
  const [attempt, callSid, turn, because, hours] = ['attempt', 'callSid', 'turn', 'because', 'hours'].map((name) =>
    String(data[name]),
  );
  if (type === 'accepted') return `accepted:${attempt}`;
  if (type === 'eta_changed') return `time:${callSid}:${turn}`;
  if (type === 'waiting' || type === 'closed') return `put-off:${callSid}:${because}:${hours}`;
  if (type !== 'declined') return null;
  return 'callSid' in data ? `given-back:${callSid}:${byCode}` : `declined:${attempt}`;
}
