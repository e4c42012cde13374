import { Attempt } from '../../models/attempt';
import { Call } from '../../models/call';

export interface BegunCall {
  readonly sid: string;
  readonly direction: 'inbound' | 'outbound';
  readonly from: string | null;
  readonly to: string | null;
  readonly language: string;
  readonly flow: string;
  readonly attemptId: number | null;
}

/** How long after its start the carrier is asked about a call whose end was never reported, in milliseconds. */
const askAfter = 90_000;

/** Writes calls that began, all in one statement; a call that has a row already is left as it is. */
export async function beginCalls(calls: readonly (BegunCall & { readonly startedAt: Date })[]): Promise<void> {
  const attempts = await attemptsOf(calls.flatMap(({ attemptId }) => attemptId ?? []));
  const rows = calls.map(({ from, to, startedAt, ...call }) => {
    const attempt = attempts.get(call.attemptId ?? 0);
    return {
      ...call,
      fromPhone: from,
      toPhone: to,
      startedAt,
      endedAt: null,
      askAt: new Date(startedAt.getTime() + askAfter),
      status: 'in-progress',
      ticketId: attempt?.ticketId ?? null,
      personCode: attempt?.personCode ?? null,
      accountNo: null,
    };
  });
  // Not IGNORE, with which MariaDB would write half a row rather than refuse it.
  await Call.bulkCreate(rows, { updateOnDuplicate: ['sid'] });
}

async function attemptsOf(ids: readonly number[]) {
  if (ids.length === 0) return new Map<number, Attempt>();
  const attributes = ['id', 'ticketId', 'personCode'];
  const attempts = await Attempt.findAll({ attributes, where: { id: [...ids] }, raw: true });
  return new Map(attempts.map((attempt) => [attempt.id, attempt]));
}
