import { writeFileSync } from 'node:fs';
import { Hotline } from '../support/hotline';
import { statementsOf } from '../support/statements';

/** What a whole report costs the database: each statement is a wait of the caller, or of the crew behind them. */
let hotline: Hotline;
afterEach(() => hotline.close({ anybodyMayRing: true }));

it('takes a whole report, with its page and the sweeps, in few statements', async () => {
  hotline = await Hotline.start({ chaos: {} });
  const caller = hotline.phone('+8613800000001');
  const seen: string[] = [];
  const counted = async (what: string, work: () => Promise<unknown>) => {
    const sqls = await statementsOf(hotline.database.database.sequelize, work);
    seen.push(`--- ${what}: ${sqls.length}`, ...sqls.map((s) => s.slice(0, 260)));
  };
  await counted('dial', () => caller.dials());
  await counted('menu', () => caller.presses('1'));
  await counted('account', () => caller.presses('1'));
  await counted('neighbours', () => caller.presses('1'));
  await caller.says('整栋楼都没电了');
  await counted('describe', () => caller.presses('#'));
  await counted('confirm', () => caller.presses('1'));
  await counted('hangup', () => caller.hangsUp());
  await counted('after', () => hotline.advance({ seconds: 5 }));
  await counted('log', () => hotline.context.callLog.flush());
  writeFileSync('/tmp/tools/statements.txt', seen.join('\n'));
});
