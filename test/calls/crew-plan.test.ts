import { Ticket } from '../../models/ticket';
import { TimelineEntry } from '../../models/timeline-entry';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';
import { customer, reportPowerCut } from '../support/power-cut';

/** What the crew says when a job does not go as planned, as crews and customers live it; every webhook comes twice. */

const pins: Readonly<Record<string, string>> = { '+8613800011101': '3202#', '+8613800011102': '3204#' };
let hotline: Hotline;
let li: TestPhone;
let zhao: TestPhone;
let caller: TestPhone;

beforeEach(async () => {
  hotline = await Hotline.start({ repeatEveryWebhook: true });
  li = hotline.phone('+8613800011101');
  zhao = hotline.phone('+8613800011102');
  caller = hotline.phone(customer);
});
afterEach(() => hotline.close());

/** A job that Li has; the customer got the notice. */
async function jobOfLi(more: Parameters<typeof reportPowerCut>[1] = {}): Promise<Ticket> {
  const ticket = await reportPowerCut(hotline, more);
  await (await li.rings()).answers();
  await li.presses('1');
  await li.enters('20#');
  await li.hears(/辛苦了/);
  if (ticket.reporterPhone !== null) await caller.receives(/李强/);
  return ticket;
}

/** A job that Zhao has, who speaks English, as the customer does. */
async function jobOfZhao(more: Parameters<typeof reportPowerCut>[1] = {}): Promise<Ticket> {
  const ticket = await reportPowerCut(hotline, { language: 'en', receipt: false, ...more });
  await (await li.rings()).answers();
  await li.presses('2');
  await li.hangsUp();
  await (await zhao.rings()).answers();
  await zhao.presses('1');
  await zhao.enters('20#');
  await zhao.hears(/Stay safe/);
  await caller.receives(/赵磊/);
  return ticket;
}

async function menu(phone: TestPhone): Promise<TestPhone> {
  await phone.dials();
  if (phone.nodeNow() === 'crew/pin') await phone.presses(pins[phone.number] ?? '');
  return phone.isAt('crew/menu');
}

async function desk(): Promise<void> {
  await (await hotline.phone('+8613800013101').rings()).answers();
  await hotline.phone('+8613800013101').presses('1');
}

const entries = (ticket: Ticket, type: TimelineEntry['type']) =>
  TimelineEntry.findAll({ where: { ticketId: ticket.id, type } });

it('tells the customer a new time of arrival, and after the arrival that of the power', async () => {
  const ticket = await jobOfLi();
  await menu(li);
  await li.presses('4');
  await li.isAt('crew/new-eta');
  await li.hears(/几分钟后到达.*直接按井号键/s);
  await li.enters('90#');
  await li.hears(/预计今天中午12点(?:\d分)?到达,比答应客户的今天上午11点\d+分晚.*出发请按1/s);
  await caller.receives(/预计.*12:0\d到达/);
  await li.presses('4');
  await li.enters('#');
  await li.hears(/预计今天上午11点\d+分到达/);
  await caller.receives(/11:1\d到达/);
  await li.presses('2');
  await li.enters('#');
  await li.isAt('crew/menu');
  await li.presses('4');
  await li.isAt('crew/etr');
  await li.enters('45#');
  await li.hears(/恢复/);
  await caller.receives(/预计.*恢复供电/);
  await li.hangsUp();
  expect(await entries(ticket, 'eta_changed')).toHaveLength(5);
});

it('tells the customer a new time in English', async () => {
  await jobOfZhao();
  await menu(zhao);
  await zhao.presses('4');
  await zhao.hears(/minutes until you arrive/);
  await zhao.enters('30#');
  await zhao.hears(/you arrive at 11(?::0\d)? a\.m\..*We tell the customer/s);
  await caller.receives(/the crew now expects to be with you 11:0\d/);
  await zhao.hangsUp();
});

it('connects crew and customer without telling either the number of the other, and is back at the menu', async () => {
  const ticket = await jobOfLi();
  await menu(li);
  await li.presses('5');
  await li.hears(/为您接通客户/);
  await caller.rings();
  expect(caller.phone.rings.at(-1)?.from).toBe('+8657195598');
  await caller.answers();
  expect(li.isTalkingWith(caller)).toBe(true);
  expect(caller.phone.lastHeard).toBe('');
  await caller.hangsUp();
  await li.isAt('crew/menu');
  expect(li.phone.lastHeard).toMatch(/与客户的通话结束了/);
  await li.presses('5');
  await (await caller.rings()).rejects();
  await li.hears(/客户没有接听.*出发请按1/s);
  await li.presses('1');
  await li.hears(/出发/);
  await li.hangsUp();
  expect(await entries(ticket, 'noted')).toHaveLength(2);
  await ticket.reload();
  expect(ticket.state).toBe('departed');
});

it('says so when there is no number of the customer, and rings the desk', async () => {
  await jobOfLi({ receipt: false, reporter: { name: null, phone: null, role: 'other' } });
  await menu(li);
  await li.presses('5');
  await li.hears(/没有可以拨打的客户电话/);
  await desk();
  await li.hangsUp();
});

it('puts a job off for parts, tells the customer, and pages the same person when it is due', async () => {
  const ticket = await jobOfLi();
  await menu(li);
  await li.presses('2');
  await li.enters('#');
  await li.presses('6');
  await li.isAt('crew/cannot-finish');
  await li.presses('1');
  await li.isAt('crew/next-visit');
  await li.hears(/几小时后再来.*明早/s);
  await li.enters('2#');
  await li.hears(/中午12点(?:半|3\d分)再派给您/);
  expect(li.isIdle).toBe(true);
  await caller.receives(/没能完成:缺少配件.*12:3\d再派人/);
  await ticket.reload();
  expect(ticket).toMatchObject({ state: 'waiting', stateReason: 'parts', personCode: '1101', keyFollowup: false });
  const tasks = await hotline.api<{ items: { reason: string }[] }>('/tasks');
  expect(tasks.items).toMatchObject([{ reason: 'plan' }]);

  await (await li.rings(2.1 * 3600)).answers();
  await li.isAt('page/offer');
  await li.presses('1');
  await li.enters('#');
  await li.hears(/前到达/);
  await caller.receives(/李强/);
  await ticket.reload();
  expect(ticket).toMatchObject({ state: 'accepted', personCode: '1101', arrivedAt: null });
  expect(ticket.slaBreachedAt).toBeNull();
});

it('tells a caller the promised time, not the one of the first visit, when the crew leaves sooner than it put the job off to', async () => {
  await jobOfLi();
  await menu(li);
  await li.presses('6');
  await li.presses('1');
  await li.enters('1#');
  await li.hears(/再派给您/);
  await caller.receives(/没能完成/);
  await menu(li);
  await li.presses('1');
  await li.hears(/出发/);
  await li.hangsUp();
  await (await caller.dials()).isAt('caller/main-menu');
  await (await caller.presses('3')).isAt('caller/existing');
  await caller.presses('1');
  await (await caller.hears(/李强.*已经出发,预计今天上午11点1\d分到达/)).isAt('caller/status');
  await caller.hangsUp();
});

it('puts a job off till the next morning when nobody can tell, and follows it up', async () => {
  const ticket = await jobOfZhao({ priority: 'P2' });
  await menu(zhao);
  await zhao.presses('6');
  await zhao.hears(/Parts|parts/);
  await zhao.presses('6');
  await zhao.enters('#');
  await zhao.hears(/comes back to you .*9 a\.m\. tomorrow|comes back to you .*tomorrow/);
  await caller.receives(/could not be finished: it is an old problem/);
  await ticket.reload();
  expect(ticket).toMatchObject({
    state: 'waiting',
    stateReason: 'deferred',
    keyFollowup: true,
    nextVisitAt: new Date('2026-01-06T01:00:00Z'),
  });
});

it('asks the supervisor before an urgent job is left overnight, and tells the customer only then', async () => {
  const ticket = await jobOfLi();
  await menu(li);
  await li.presses('6');
  await li.presses('1');
  await li.enters('20#');
  await li.hears(/过夜要主管同意.*仍归您/s);
  await ticket.reload();
  expect(ticket).toMatchObject({ state: 'waiting', stateReason: 'parts', personCode: '1101', nextVisitAt: null });
  const boss = hotline.phone('+8613800011105');
  await (await boss.rings()).answers();
  await (await boss.hears(/现场想把紧急工单留到改天.*停电/s)).isAt('page/assign');
  await boss.presses('6');
  await boss.presses('1');
  await boss.says('配件明天到');
  await boss.presses('#');
  await boss.hears(/留到明早/);
  await caller.receives(/没能完成:缺少配件.*明天.*9:00|没能完成:缺少配件/);
  await ticket.reload();
  expect(ticket).toMatchObject({ state: 'waiting', stateReason: 'deferred', personCode: '1101', keyFollowup: true });
  expect(ticket.nextVisitAt).toEqual(new Date('2026-01-06T01:00:00Z'));
});

it('asks the supervisor no longer when the crew goes on after all', async () => {
  const ticket = await jobOfLi();
  await menu(li);
  await li.presses('6');
  await li.presses('2');
  await li.enters('#');
  await li.hears(/过夜要主管同意/);
  const boss = hotline.phone('+8613800011105');
  await boss.rings();
  await menu(li);
  await li.presses('2');
  await li.isAt('crew/etr');
  await li.hangsUp();
  await boss.ignores();
  await hotline.advance({ minutes: 10 });
  await ticket.reload();
  expect(ticket).toMatchObject({ state: 'arrived', personCode: '1101' });
});

it('closes a job whose quote was refused, and says so by text', async () => {
  const ticket = await jobOfLi({ category: 'internal', responsibility: 'INTERNAL', chargeable: true });
  await menu(li);
  await li.presses('6');
  await li.presses('5');
  await li.hears(/不用再来,直接按井号键/);
  await li.enters('#');
  await li.hears(/客户不接受报价,工单结束/);
  await caller.receives(/未接受报价/);
  await ticket.reload();
  expect(ticket).toMatchObject({ state: 'closed', stateReason: 'quote_refused' });
});

it('pages somebody else at once when a job is handed back', async () => {
  const ticket = await jobOfLi();
  await menu(li);
  await li.presses('6');
  await li.presses('7');
  await li.hears(/工单已退回/);
  expect(li.isIdle).toBe(true);
  await (await zhao.rings()).answers();
  await zhao.presses('1');
  await zhao.enters('15#');
  await caller.receives(/赵磊/);
  await ticket.reload();
  expect(ticket).toMatchObject({ state: 'accepted', personCode: '1102', priority: 'P1' });
});

it('raises an unsafe job and asks the supervisor at once, in English too', async () => {
  const ticket = await jobOfZhao();
  await menu(zhao);
  await zhao.presses('6');
  await zhao.presses('8');
  await zhao.hears(/unsafe.*keep yourself safe/s);
  const boss = hotline.phone('+8613800011105');
  await (await boss.rings()).answers();
  await boss.isAt('page/assign');
  await ticket.reload();
  expect(ticket).toMatchObject({ state: 'waiting', stateReason: 'unsafe', priority: 'P0', personCode: null });
  await boss.presses('5');
  await (await caller.rings()).answers();
  expect(boss.isTalkingWith(caller)).toBe(true);
  await boss.hangsUp();
  await boss.dials();
  await boss.isAt('page/assign');
  await boss.presses('1');
  await boss.enters('15#');
  await caller.receives(/郑志明/);
});

it.each([
  ['1', '+8613800011102', 'offer', /more hands needed.*power cut/is],
  ['2', '+8613800011105', 'assign', /需要材料或其他单位,停电/],
  ['3', '+8613800011106', 'assign', /重大故障或事故,停电/],
])('support %s rings %s and leaves the job with its crew', async (key, number, node, words) => {
  const ticket = await jobOfLi();
  await menu(li);
  await li.presses('8');
  await li.isAt('crew/support');
  await li.presses(key);
  await li.hears(/正在呼叫支援,工单仍归您.*出发请按1/s);
  await li.hangsUp();
  const helper = hotline.phone(number);
  await (await helper.rings()).answers();
  await helper.isAt(`page/${node}`);
  await helper.hears(words);
  await helper.presses('1');
  await helper.hangsUp();
  await hotline.advance({ minutes: 1 });
  await ticket.reload();
  expect(ticket).toMatchObject({ state: 'accepted', personCode: '1101' });
  expect(await Ticket.count({ where: { parentNumber: ticket.number } })).toBe(1);
});

it('support 4 rings security and the monitoring centre together', async () => {
  await jobOfZhao();
  await menu(zhao);
  await zhao.presses('8');
  await zhao.hears(/security or police press 4/);
  await zhao.presses('4');
  await zhao.hears(/The job stays yours/);
  await zhao.hangsUp();
  const guard = hotline.phone('+8613800013203');
  await guard.rings();
  await hotline.phone('+8613800013201').rings();
  await guard.answers();
  await guard.hears(/需要保安/);
  await guard.presses('1');
  await guard.hangsUp();
  await hotline.advance({ minutes: 1 });
});
