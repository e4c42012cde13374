import { Model } from 'sequelize';
import { Ticket } from '../../models/ticket';
import { isHotlineError } from '../../src/errors';
import { acts, type ActOn, type Make } from '../support/acts';
import { interrupted, onStaleRows } from '../support/at-once';
import { databaseKind, type FreshDatabase } from '../support/database';
import { aTown, inATown, PagingStage } from '../support/paging-stage';
import { rowsOf } from '../support/rows-of';
import { setAside } from '../support/set-aside';

/** Two people act on one report at the same moment: what comes of it is what comes of one act after the other. */

let fresh: FreshDatabase;
// Before the database is closed.
afterAll(async () => {
  for (const { rows } of standing.values()) await rows.drop();
});
inATown((_, laid) => {
  fresh = laid;
});

type Run = () => Promise<unknown>;
type Together = (first: Run, second: Run) => Promise<unknown>;
type Pair = readonly [ActOn, ActOn];

const inTurn: Together = async (first, second) => {
  await first();
  await second();
};
/** In SQLite the other comes as early as it can. */
const inBetween: Together = (first, second) =>
  databaseKind === 'sqlite'
    ? onStaleRows(second, first)
    : interrupted({ at: /^\s*(UPDATE|INSERT|DELETE)/i, by: second }, first);

/** A report as acts find it; made once and laid out for each pair. */
interface Standing {
  readonly stage: PagingStage;
  readonly ticketId: number;
  readonly rows: Awaited<ReturnType<typeof setAside>>;
}
const standing = new Map<Make, Standing>();

async function makeOnce(make: Make): Promise<Standing> {
  const stage = new PagingStage(fresh);
  await aTown();
  const { id: ticketId } = await make(stage, 0);
  const made = { stage, ticketId, rows: await setAside() };
  standing.set(make, made);
  await fresh.reset();
  return made;
}

/** What has come of two acts on a report: its rows, and what each of the two was told. */
async function outcome([first, second]: Pair, together: Together): Promise<string> {
  await fresh.reset();
  const made = standing.get(first.make) ?? (await makeOnce(first.make));
  await made.rows.lay();
  const stage = new PagingStage(fresh);
  stage.setInAfter(made.stage);
  const ticket = await Ticket.findByPk(made.ticketId, { rejectOnEmpty: true });
  const told: Record<string, unknown> = {};
  const run = ({ what, act }: ActOn): Run => {
    return async () => {
      told[what] = await act(stage, ticket).catch(codeOf);
    };
  };
  await together(run(first), run(second));
  await stage.settle();
  const words = JSON.stringify(plain({ told: Object.entries(told), rows: await rowsOf(ticket) }), null, 1);
  return words.replaceAll(/\b1\d{7}\b/g, 'a ticket').replaceAll(/\.\d{3}Z/g, 'Z');
}

function codeOf(error: unknown): string {
  if (!isHotlineError(error)) throw error;
  return error.code;
}

const ofTheRun = /^(id|\w+Id|key|attempt|verificationCode|carrierSid)$/;

/** Without what differs between two runs of one story, and rows in an order of their own. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (value instanceof Model) return plain(value.get());
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  const kept = Object.entries(value).filter(([name]) => !ofTheRun.test(name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, plain(inner)]));
}

/** The one of the two orders that is most like what came of both acts at once. */
function nearest(mixed: string, orders: readonly string[]): string {
  const lines = new Set(mixed.split('\n'));
  const strange = (order: string): number => order.split('\n').filter((line) => !lines.has(line)).length;
  return orders.toSorted((a, b) => strange(a) - strange(b))[0] ?? '';
}

async function expectOneOrder([one, other]: Pair): Promise<void> {
  const orders = [await outcome([one, other], inTurn)];
  for (const [first, second] of [
    [one, other],
    [other, one],
  ] as const) {
    const mixed = await outcome([first, second], inBetween);
    if (orders.includes(mixed)) continue;
    if (orders.length === 1) orders.push(await outcome([other, one], inTurn));
    const said = `${second.what} while it is being ${first.what}`;
    if (!orders.includes(mixed)) expect([said, mixed]).toEqual([said, nearest(mixed, orders)]);
  }
}

/** SQLite lets one write at a time, so a few pairs are enough there. */
const isTried = ({ what }: ActOn): boolean => databaseKind === 'mariadb' || what.startsWith('cancelled');

const pairs = acts.filter(isTried).flatMap((one) =>
  acts
    .slice(acts.indexOf(one) + 1)
    .filter(({ make }) => make === one.make)
    .map((other) => ({ one, other })),
);

it.each(pairs)('$one.what and $other.what', ({ one, other }) => expectOneOrder([one, other]));
