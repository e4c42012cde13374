import { QueryTypes } from 'sequelize';
import { Paging } from '../../../models/paging';
import { Ticket } from '../../../models/ticket';
import type { Metrics, MetricsPage } from '../../../src/metrics';
import { openTicket } from '../../../src/services/tickets/open-ticket';
import { nextDueAt, sweep } from '../../../src/services/worker/sweep';
import { databaseKind, type FreshDatabase } from '../../support/database';
import { aReport, inATown, li, type PagingStage } from '../../support/paging-stage';

const sick = 101;
/** No ticket has this id. */
const nowhere = 999_999;
let stage: PagingStage;
let fresh: FreshDatabase;
inATown((made, database) => {
  stage = made;
  fresh = database;
});

const run = (sql: string): Promise<unknown> => fresh.database.sequelize.query(sql, { type: QueryTypes.RAW });

/** From now on the database refuses every change of the pagings that are there. */
async function refuse(): Promise<void> {
  const last = await Paging.max<number, Paging>('id');
  await run(
    databaseKind === 'sqlite'
      ? `CREATE TRIGGER refuses BEFORE UPDATE ON pagings WHEN OLD.id <= ${last} BEGIN SELECT RAISE(ABORT, 'refused'); END`
      : 'CREATE TRIGGER refuses BEFORE UPDATE ON pagings FOR EACH ROW BEGIN' +
          ` IF OLD.id <= ${last} THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused'; END IF; END`,
  );
}
afterEach(() => run('DROP TRIGGER IF EXISTS refuses'));

const startPagings = (count: number) =>
  Paging.bulkCreate(
    Array.from({ length: count }, () => ({
      ...{ ticketId: nowhere, teamCode: 'G-URB', state: 'active' as const, startedAt: null, supervisorDueAt: null },
      ...{ nextDueAt: stage.context.clock.now(), createdAt: stage.context.clock.now() },
    })),
  );

/** As the worker does: until there is nothing more to do. */
async function beat(): Promise<void> {
  while ((await sweep(stage.context)).did > 0);
}

async function passMinutes(count: number): Promise<void> {
  for (let minutes = 0; minutes < count; minutes += 1) {
    await beat();
    stage.jump(60);
  }
}

describe('rows that the database refuses to change', () => {
  beforeEach(async () => {
    await startPagings(sick);
    await refuse();
    stage.jump(1);
    await openTicket(stage.context, aReport({ reporter: { name: null, phone: null, role: 'other' } }));
  });

  it('hold up no ticket behind them', async () => {
    await beat();
    expect(stage.rung()).toEqual([li]);
    expect(await Ticket.count({ where: { state: 'offered' } })).toBe(1);
  });

  it('are told of once each, and again when they still fail after an hour', async () => {
    await passMinutes(60);
    expect(told()).toHaveLength(sick);
    await passMinutes(6);
    expect(told()).toHaveLength(2 * sick);
  });

  it('are tried again after a time that grows, and shown until they succeed', async () => {
    await beat();
    expect(await shown()).toBe(sick);
    const start = stage.context.clock.now().getTime();
    expect((await nextDueAt(stage.context))?.getTime()).toBe(start + 5000);
    stage.jump(5);
    await beat();
    stage.jump(5);
    expect((await sweep(stage.context)).did).toBe(0);
    await run('DROP TRIGGER refuses');
    stage.jump(5);
    await beat();
    expect(await shown()).toBe(0);
    expect(await Paging.count({ where: { ticketId: nowhere, nextDueAt: null } })).toBe(sick);
  });
});

const told = () => stage.complaints.filter((line) => line === 'error a row could not be dealt with and is put off');

async function shown(): Promise<number> {
  const metrics = stage.context.metrics as Metrics & MetricsPage;
  return Number(/^rows_put_off (\d+)$/m.exec(await metrics.text())?.[1]);
}
