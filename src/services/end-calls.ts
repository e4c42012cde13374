import { literal, Op } from 'sequelize';
import { Call } from '../../models/call';
import { valueOfEach, type SqlValue } from '../../models/sql-values';

export interface EndedCall {
  readonly sid: string;
  readonly status: string;
  readonly endedAt: Date;
}

/** How long after its end a call is checked at the earliest for what it left undone, in milliseconds: by then its last steps are written. */
const reviewAfter = 3000;
/** Calls that end within the same second are checked together. */
const reviewDue = (endedAt: Date): Date => new Date(Math.ceil((endedAt.getTime() + reviewAfter) / 1000) * 1000);
/** Only calls of customers: what pages and other calls of our own people leave undone stands in their rows. */
const ofCustomer = "direction = 'inbound' OR (attempt_id IS NOT NULL AND person_code IS NULL)";

/** Writes that calls are over, all in one statement; the first report about each counts. Returns the inbound calls of which this was the first report. */
export async function endCalls(calls: readonly EndedCall[]): Promise<readonly EndedCall[]> {
  const firstWords = new Map(calls.toReversed().map((call) => [call.sid, call]));
  const going = { sid: [...firstWords.keys()], endedAt: null };
  const running = await Call.findAll({ attributes: ['sid', 'direction'], where: going, raw: true });
  const ends = running.flatMap(({ sid }) => firstWords.get(sid) ?? []);
  if (ends.length === 0) return [];
  const reviewDueAt = each(ends, ({ endedAt }) => reviewDue(endedAt));
  const [ended] = await Call.update(
    {
      status: literal(each(ends, ({ status }) => status)),
      endedAt: literal(each(ends, ({ endedAt }) => endedAt)),
      askAt: null,
      reviewDueAt: literal(`CASE WHEN ${ofCustomer} THEN ${reviewDueAt} ELSE review_due_at END`),
    },
    { where: { sid: ends.map(({ sid }) => sid), endedAt: null } },
  );
  const ours = ended === ends.length ? ends : await written(ends);
  return ours.filter(({ sid }) => running.some((call) => call.sid === sid && call.direction === 'inbound'));
}

const each = (ends: readonly EndedCall[], value: (end: EndedCall) => SqlValue): string =>
  valueOfEach('sid', new Map(ends.map((end) => [end.sid, value(end)])));

/** The ends that were written here: another process may have been first with some. */
async function written(ends: readonly EndedCall[]): Promise<readonly EndedCall[]> {
  const rows = await Call.findAll({ attributes: ['sid'], where: { [Op.or]: ends.map((end) => ({ ...end })) } });
  return ends.filter(({ sid }) => rows.some((row) => row.sid === sid));
}
