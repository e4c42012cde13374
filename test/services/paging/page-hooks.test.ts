import { Attempt } from '../../../models/attempt';
import { Paging } from '../../../models/paging';
import { TimelineEntry } from '../../../models/timeline-entry';
import type { Metrics, MetricsPage } from '../../../src/metrics';
import { recordCallStatus } from '../../../src/services/outbound/record-call-status';
import { recordRefused } from '../../../src/services/outbound/record-refused';
import { acceptPage } from '../../../src/services/paging/accept-page';
import { pageHooks } from '../../../src/services/paging/page-hooks';
import { stopPages } from '../../../src/services/paging/stop-pages';
import { recordPlaced } from '../../../src/services/outbound/record-placed';
import { chaseTicket } from '../../../src/services/tickets/chase-ticket';
import { interrupted } from '../../support/at-once';
import type { PagingStage } from '../../support/paging-stage';
import { customer, inATown, li, phoneOf, zhao } from '../../support/paging-stage';

/** What a paging makes of calls that come and go when the paging has ended meanwhile, or its job is not a new one. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

it('a search that was stopped is woken by no call that the carrier takes or ends after all', async () => {
  const ticket = await stage.opened();
  const page = await stage.pageOf(li);
  await stopPages(stage.context, ticket.id);
  await (await ticket.reload()).update({ state: 'new' });
  await Paging.update({ startedAt: null, supervisorDueAt: null }, { where: {} });
  await page.update({ state: 'sending', outcome: null, sentAt: null, carrierSid: null });
  await recordPlaced(stage.context, page.id, 'CA-late');
  await stage.report(await page.reload(), 'no-answer');
  const asleep = { state: 'stopped', nextDueAt: null, startedAt: null, supervisorDueAt: null };
  expect(await Paging.findAll()).toMatchObject([asleep]);
  expect(await ticket.reload()).toMatchObject({ state: 'new' });
});

it('a job that its crew wants to put off does not become a new one when the supervisor is rung', async () => {
  const ticket = await stage.opened();
  await (await ticket.reload()).update({ state: 'waiting', personCode: li });
  await Paging.update({ supervisorDueAt: null }, { where: {} });
  await pageHooks.onPlacing?.(stage.context, await stage.pageOf(li));
  expect(await ticket.reload()).toMatchObject({ state: 'waiting' });
});

it('the clock of a search runs from the first call that the carrier takes', async () => {
  await stage.opened();
  const [before] = await Paging.findAll();
  stage.jump(60);
  await pageHooks.onPlacing?.(stage.context, await stage.pageOf(li));
  const { startedAt, supervisorDueAt } = before!;
  expect(await before!.reload()).toMatchObject({ startedAt, supervisorDueAt });
});

it('a page whose ringing is told while the answer of the carrier is taken is noted once', async () => {
  const ticket = await stage.opened();
  const page = await stage.pageOf(li);
  await page.update({ state: 'sending', sentAt: null, carrierSid: null });
  const noted = () => TimelineEntry.count({ where: { ticketId: ticket.id, type: 'paged' } });
  const before = await noted();
  const ringing = { callSid: 'CA-one', status: 'ringing', sequence: 1, machine: false } as const;
  await interrupted({ at: /UPDATE .?pagings/, by: () => recordCallStatus(stage.context, page.id, ringing) }, () =>
    recordPlaced(stage.context, page.id, 'CA-one'),
  );
  expect((await noted()) - before).toBe(1);
  expect(await page.reload()).toMatchObject({ state: 'ringing', carrierSid: 'CA-one' });
});

it('a customer who chases just when the carrier takes the first call has the supervisor rung at once all the same', async () => {
  const ticket = await stage.opened();
  const page = await stage.pageOf(li);
  await page.update({ state: 'sending', sentAt: null, carrierSid: null });
  await Paging.update({ startedAt: null, supervisorDueAt: null }, { where: {} });
  const chase = () => chaseTicket(stage.context, ticket.id, { sid: 'CA-chase', phone: customer });
  await interrupted({ at: /^UPDATE .?pagings/, by: chase }, () => recordPlaced(stage.context, page.id, 'CA-first'));
  const now = stage.context.clock.now();
  expect(await Paging.findOne()).toMatchObject({ startedAt: now, supervisorDueAt: now });
});

it('a number that the carrier refuses has the next person rung at once, and somebody told', async () => {
  stage.carrier.refused.set(phoneOf(li), 'invalid_number');
  await stage.opened();
  expect(stage.rung()).toEqual([zhao]);
  expect(stage.complaints).toEqual(['error a number cannot be reached']);
  const page = await stage.pageOf(li);
  expect(page).toMatchObject({ state: 'ended', outcome: 'refused', errorCode: 'invalid_number' });
  const metrics = stage.context.metrics as Metrics & MetricsPage;
  expect(await metrics.text()).toMatch(/^pages_total\{.*refused.*\} 1$/m);
  // Another worker has heard otherwise meanwhile: that stands.
  await page.update({ state: 'placed', outcome: null, errorCode: null });
  await recordRefused(stage.context, page, 'invalid_number', 'refused');
  expect(await page.reload()).toMatchObject({ state: 'placed', outcome: null });
});

it('a notice that waits for the time that the crew names goes out when they hang up without one', async () => {
  await stage.opened({ reporter: { name: null, phone: customer, role: 'customer' }, receipt: false });
  const page = await stage.pageOf(li);
  await stage.report(page, 'in-progress');
  await acceptPage(stage.context, page.id);
  const notice = await Attempt.findOne({ where: { kind: 'notice' }, rejectOnEmpty: true });
  expect(notice.dueAt > stage.context.clock.now()).toBe(true);
  await stage.report(page, 'completed');
  expect(await notice.reload()).toMatchObject({ dueAt: stage.context.clock.now() });
});
