import { Attempt } from '../../../models/attempt';
import { textCustomer, textPayment } from '../../../src/services/notices/ticket-texts';
import { aCrew, aTicket } from '../../support/crew-rows';
import { onEmptyTables } from '../../support/database';
import { serviceStage, type ServiceStage } from '../../support/service-context';

let stage: ServiceStage;
onEmptyTables(async (fresh) => {
  stage = serviceStage(fresh, '2026-03-02T02:00:00Z');
  await aCrew();
});

it('how to pay is texted once for each report, whatever else was texted', async () => {
  const [one, other] = [await aTicket({ accountNo: '10001' }), await aTicket({ accountNo: '10002' })];
  await textCustomer(stage.context, one, 'text.quote-refused');
  for (const ticket of [one, other, one]) await textPayment(stage.context, ticket, '+8613800000001');
  const told = await Attempt.findAll({ where: { kind: 'notice' }, order: ['id'] });
  expect(told.map(({ ticketId }) => ticketId)).toEqual([one.id, other.id]);
});

it('nothing is texted to a customer who gave no number, or one that can take no text', async () => {
  for (const reporterPhone of [null, '+8657188880000', '+12025550123'])
    await textCustomer(stage.context, await aTicket({ reporterPhone }), 'text.quote-refused');
  expect(await Attempt.count()).toBe(0);
  await textCustomer(stage.context, await aTicket(), 'text.quote-refused');
  expect(await Attempt.findAll()).toMatchObject([{ channel: 'text', toPhone: '+8613800000001' }]);
});
