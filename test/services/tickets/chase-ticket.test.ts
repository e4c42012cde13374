import { chaseTicket, lastChase } from '../../../src/services/tickets/chase-ticket';
import { customer, inATown, type PagingStage } from '../../support/paging-stage';

/** A customer who asks where the crew stays. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

it('is heard about each report by itself, and told when the desk rings about this very one', async () => {
  const [one, other] = [await stage.opened(), await stage.opened({ reportNo: 1 })];
  const { clock, policy } = stage.context;
  const chase = (id: number, sid: string) => chaseTicket(stage.context, id, { sid, phone: customer });
  expect(await chase(one.id, 'CA-1')).toBe('chased');
  const oneDueAt = new Date(clock.now().getTime() + policy.chase.callbackWithin);
  stage.jump(60);
  expect(await chase(other.id, 'CA-2')).toBe('chased');
  expect(await chase(one.id, 'CA-2')).toBe('recently');
  expect((await lastChase(one.id))?.dueAt).toEqual(oneDueAt);
  stage.jump(policy.chase.minGap / 1000 - 60);
  expect(await chase(one.id, 'CA-3')).toBe('chased');
  expect(await chase(other.id, 'CA-3')).toBe('recently');
});
