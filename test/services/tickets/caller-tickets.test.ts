import { messageReportNo } from '../../../src/domain/report-number';
import { openFaultOf, openTicketsOf, ticketOfDigits } from '../../../src/services/tickets/caller-tickets';
import { aTicket } from '../../support/crew-rows';
import { onEmptyTables } from '../../support/database';

/** Which of the reports that there are a caller is told about. */

onEmptyTables(() => undefined);

const caller = '+8613800000001';
const accountNo = '10001';

it('of their own number are those that are not closed, without a message that they left', async () => {
  const [older, newer] = [await aTicket(), await aTicket({ state: 'done' })];
  await aTicket({ state: 'closed' });
  await aTicket({ reporterPhone: '+8613800000002' });
  const message = await aTicket({ kind: 'matter', category: 'enquiry', reportNo: messageReportNo });
  expect((await openTicketsOf(caller)).map(({ id }) => id)).toEqual([newer.id, older.id]);
  expect((await ticketOfDigits(older.number, null))?.id).toBe(older.id);
  for (const digits of [message.number, message.number.slice(-4)])
    expect(await ticketOfDigits(digits, caller)).toBeNull();
});

it('of an address is the newest power cut, no tap that drips there and none that this very call reported', async () => {
  await aTicket({ accountNo });
  const powerCut = await aTicket({ accountNo });
  await aTicket({ accountNo, category: 'water' });
  await aTicket({ accountNo, kind: 'matter' });
  await aTicket({ accountNo, state: 'done' });
  await aTicket({ accountNo: '10002' });
  await aTicket({ accountNo, callSid: 'CA-now' });
  expect((await openFaultOf(accountNo, 'CA-now'))?.id).toBe(powerCut.id);
  const earlier = await aTicket({ accountNo, callSid: 'CA-before' });
  expect((await openFaultOf(accountNo, 'CA-now'))?.id).toBe(earlier.id);
});
