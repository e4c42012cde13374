import { Op } from 'sequelize';
import { Call } from '../../../models/call';
import type { CallState, CarrierCall } from '../../../src/carrier/carrier';
import { HotlineError } from '../../../src/errors';
import { reconcileCalls } from '../../../src/services/calls/reconcile-calls';
import { sweepSteps } from '../../../src/services/worker/sweep';
import { atOnce } from '../../support/at-once';
import { onEmptyTables } from '../../support/database';
import { serviceStage, type ServiceStage } from '../../support/service-context';

/** Calls of whose end nobody has told us. */

const noon = new Date('2026-01-05T04:00:00Z');
let stage: ServiceStage;

onEmptyTables(async (fresh) => {
  stage = serviceStage(fresh, noon.toISOString());
  for (let number = 0; number < 20; number += 1)
    await Call.create({
      ...{ sid: `CA${number}`, direction: 'inbound', fromPhone: null, toPhone: null, language: 'en', flow: 'caller' },
      ...{ startedAt: noon, endedAt: null, status: 'in-progress', ticketId: null, personCode: null, accountNo: null },
      ...{ attemptId: null, askAt: noon },
    });
});

function asking(findCall: (sid: string) => Promise<CarrierCall | null>): Promise<number> {
  const { context } = stage;
  return reconcileCalls.run({ ...context, carrier: { ...context.carrier, findCall } });
}

it('are asked about after everybody was paged', () => {
  const names = sweepSteps.map(({ name }) => name);
  expect(names.indexOf('reconcile-calls')).toBeGreaterThan(names.indexOf('dispatch'));
});

it('are asked about a few at once, and the rest at the next beat when the carrier is slow', async () => {
  let release = (): void => undefined;
  const allAsked = new Promise<void>((resolve) => (release = resolve));
  let asked = 0;
  // Nobody is answered before five are asked.
  const slow = async () => {
    asked += 1;
    if (asked === 5) release();
    await allAsked;
    stage.pass(1000);
    return null;
  };
  expect(await asking(slow)).toBe(5);
  expect(await Call.count({ where: { askAt: noon } })).toBe(15);
  expect(await asking(() => Promise.resolve(null))).toBe(15);
});

it('are asked about once by several workers', async () => {
  let asked = 0;
  const goingOn = () => {
    asked += 1;
    return Promise.resolve(null);
  };
  await Call.destroy({ where: { sid: { [Op.ne]: 'CA0' } } });
  await atOnce(
    () => asking(goingOn),
    () => asking(goingOn),
  );
  expect(asked).toBe(1);
});

it('are asked about again in a minute while they go on, and end as the carrier says', async () => {
  await Call.destroy({ where: { sid: { [Op.notIn]: ['CA0', 'CA1', 'CA2'] } } });
  const states = new Map<string, CallState>([
    ['CA0', 'in-progress'],
    ['CA1', 'busy'],
  ]);
  await asking((sid) => {
    const state = states.get(sid);
    return Promise.resolve(state === undefined ? null : { sid, to: '', state, createdAt: null });
  });
  expect(await Call.findAll({ order: ['sid'] })).toMatchObject([
    { sid: 'CA0', status: 'in-progress', endedAt: null, askAt: new Date(noon.getTime() + 60_000) },
    { sid: 'CA1', status: 'busy', endedAt: noon, askAt: null },
    { sid: 'CA2', status: 'completed', endedAt: noon, askAt: null },
  ]);
});

it('stop at a database that is gone, and not at a carrier that is', async () => {
  const gone = (code: 'carrier_unavailable' | 'database_unavailable') => () =>
    Promise.reject(new HotlineError(code, 'gone'));
  await expect(asking(gone('database_unavailable'))).rejects.toThrow('gone');
  await Call.update({ askAt: noon }, { where: {} });
  expect(await asking(gone('carrier_unavailable'))).toBe(20);
});
