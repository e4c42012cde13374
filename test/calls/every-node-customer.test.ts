import { Attempt } from '../../models/attempt';
import { Callback } from '../../models/callback';
import { CallStop } from '../../models/call-stop';
import { OutageWish } from '../../models/outage-wish';
import type { Ticket } from '../../models/ticket';
import { Ticket as Tickets } from '../../models/ticket';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';
import { customer } from '../support/power-cut';
import { hearsItThreeWays, isEnglish, walk } from '../support/routes';
import { completionRoutes, restorationRoutes, type CustomerRoute } from '../support/routes-customer';
import { finishedReport, li } from '../support/routes-stage';

/** Every question of the calls about finished work and restored power: no answer there, and a hang-up. Silence is never an answer. */

const weTryAgain = isEnglish ? /try again|call you again|ring you again/i : /晚些时候再打给您/;
const thanks = isEnglish ? /thank/i : /谢谢/;
const table = (routes: readonly CustomerRoute[]) => routes.map((route) => [route.node, route] as const);

let hotline: Hotline;
beforeEach(async () => {
  hotline = await Hotline.start();
});
afterEach(() => hotline.close());

async function answersAndWalks(phone: TestPhone, { node, keys }: CustomerRoute): Promise<TestPhone> {
  await (await phone.rings(3 * 3600)).answers();
  await walk(phone, keys);
  return phone.isAt(node);
}

/** Three times without an answer; a recording that stays silent is none. */
async function answersNothing(phone: TestPhone, node: string): Promise<void> {
  if (node !== 'completion/comment') await hearsItThreeWays(phone, node);
  await phone.staysSilent();
  await phone.phone.listens();
  expect(phone.isIdle).toBe(true);
}

describe.each(table(completionRoutes))('%s', (node, route) => {
  let ticket: Ticket;
  let phone: TestPhone;
  beforeEach(async () => {
    const paid = { category: 'water', chargeable: true, kind: 'repair', responsibility: 'OWN' } as const;
    ticket = await finishedReport(hotline, route.paid ? paid : {});
    phone = await answersAndWalks(hotline.phone(customer), route);
  });

  it('no answer', async () => {
    await answersNothing(phone, node);
    expect(phone.phone.lastHeard).toMatch(route.means === 'no-answer' ? weTryAgain : thanks);
    await expectMeant();
  });

  it('hang-up', async () => {
    await phone.hangsUp();
    await expectMeant();
  });

  async function expectMeant(): Promise<void> {
    await hotline.advance({ seconds: 20 });
    await ticket.reload();
    const callback = await Callback.findOne({ where: { ticketId: ticket.id }, rejectOnEmpty: true });
    if (route.means === 'no-answer') {
      expect(ticket).toMatchObject({ state: 'done', fixed: null });
      expect(callback).toMatchObject({ state: 'waiting', attempts: 1 });
      await (await phone.rings(3 * 3600)).rejects();
    } else if (route.means === 'answered') {
      expect(ticket).toMatchObject({ state: 'closed', stateReason: 'satisfied', fixed: 'yes' });
      expect(ticket.overall).toBe(node === 'completion/money' ? 3 : null);
      expect(callback.state).toBe('done');
    } else {
      expect(ticket).toMatchObject({ state: 'offered', reopenedCount: 1, commentRecording: null });
      await phone.receives(isEnglish ? /not fixed/ : /没有修好/);
      hotline.phone(li).missed();
      hotline.phone('+8613800011102').missed();
    }
    expect(await CallStop.count()).toBe(0);
  }
});

describe.each(table(restorationRoutes))('%s', (node, route) => {
  const cao = '+8613800000031';
  let phone: TestPhone;
  beforeEach(async () => {
    phone = await hotline.phone(cao).dials();
    if (isEnglish) await phone.presses('8');
    await walk(phone, ['1', '1', '1']);
    await hotline.advance({ seconds: 10 });
    expect(phone.isIdle).toBe(true);
    await hotline.api('/outages/D-FAULT', { method: 'PATCH', body: { state: 'restored' } });
    await answersAndWalks(phone, route);
  });

  it('no answer', async () => {
    await answersNothing(phone, node);
    expect(phone.phone.lastHeard).toMatch(route.means === 'no-answer' ? weTryAgain : thanks);
    await expectMeant();
  });

  it('hang-up', async () => {
    await phone.hangsUp();
    await expectMeant();
  });

  async function expectMeant(): Promise<void> {
    await hotline.advance({ seconds: 20 });
    const wish = await OutageWish.findOne({ rejectOnEmpty: true });
    const ticket = await Tickets.findByPk(wish.ticketId, { rejectOnEmpty: true });
    if (route.means === 'no-answer') {
      expect(wish.state).toBe('due');
      await (await phone.rings(3 * 3600)).rejects();
    } else expect(wish.state).toBe('done');
    expect(ticket.overall).toBeNull();
    expect(await Attempt.count({ where: { outcome: 'stopped' } })).toBe(0);
  }
});
