import { Person } from '../../models/person';
import { Task } from '../../models/task';
import { Ticket } from '../../models/ticket';
import { recordCompletion } from '../../src/services/crew/record-completion';
import type { Hotline } from './hotline';
import type { TestPhone } from './phone';
import { customer, reportPowerCut } from './power-cut';
import { isEnglish, language, walk } from './routes';

/** What has happened before somebody stands at a node. */

export const li = '+8613800011101';
/** The desk by day, then the monitoring centre. */
export const people = ['+8613800013101', '+8613800013102', '+8613800013201', '+8613800013202'];

/** All phones of our people speak the language of this run. */
export async function staffSpeak(): Promise<void> {
  await Person.update({ language }, { where: {} });
}

type More = Parameters<typeof reportPowerCut>[1];

/** A power cut at 8 College Road that Li has taken on the phone; the customer has been told by text. */
export async function dispatchedReport(hotline: Hotline): Promise<Ticket> {
  const ticket = await reportPowerCut(hotline, { language, receipt: false });
  const phone = await (await hotline.phone(li).rings()).answers();
  await phone.presses('1');
  await phone.hangsUp();
  await hotline.phone(customer).receives(isEnglish ? /sorry/i : /接单/, 60);
  return ticket.reload();
}

/** A report that Li has: straight into the rows, since the call that gave it to them is another story. */
export async function takenReport(hotline: Hotline, more: More = {}): Promise<Ticket> {
  const ticket = await reportPowerCut(hotline, { language, receipt: false, page: false, ...more });
  return ticket.update({ state: 'accepted', personCode: '1101', acceptedAt: hotline.clock.now() });
}

/** One more for Li, of another address. */
export const secondReport = (hotline: Hotline): Promise<Ticket> =>
  takenReport(hotline, { reportNo: 1, accountNo: '5710000101', regionCode: 'URB' });

/** The same, repaired: the call about it is on its way. */
export async function finishedReport(hotline: Hotline, more: More = {}): Promise<Ticket> {
  const ticket = await takenReport(hotline, more);
  const work = { ticketId: ticket.id, cause: 'meter', result: 'fixed', restored: '' } as const;
  await recordCompletion(hotline.context, work, { code: '1101', name: '李强' });
  return ticket.reload();
}

/** Everybody at the desk and the monitoring centre is rung and nobody answers; what the caller says becomes a ticket. */
export async function leavesMessage(hotline: Hotline, caller: TestPhone): Promise<Ticket> {
  for (const number of people) await (await hotline.phone(number).rings(30)).ignores();
  await caller.isAt('caller/leave-message');
  await walk(caller, ['speak']);
  await caller.hears(isEnglish ? /message/i : /留言已经记下/);
  expect(caller.isIdle).toBe(true);
  const message = await Ticket.findOne({ where: { kind: 'matter' }, rejectOnEmpty: true });
  expect(message.descriptionRecording).toMatch(/^RE/);
  expect(message.state).toBe('new');
  // Somebody has it on the list, as the caller was told.
  const task = { kind: 'call', reason: 'message', state: 'open', recordingSid: message.descriptionRecording };
  expect(await Task.findOne({ where: { ticketId: message.id } })).toMatchObject(task);
  return message;
}
