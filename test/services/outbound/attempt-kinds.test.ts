import { Attempt } from '../../../models/attempt';
import { CallStop } from '../../../models/call-stop';
import type { Ticket } from '../../../models/ticket';
import { attemptKinds, type AttemptKind } from '../../../src/domain/attempt-kinds';
import type { Context } from '../../../src/services/context';
import { dispatchDue } from '../../../src/services/outbound/dispatch-due';
import { holdOvernight } from '../../../src/services/outbound/hold-overnight';
import { queueCall } from '../../../src/services/outbound/queue-attempt';
import { customer, inATown, type PagingStage } from '../../support/paging-stage';

/** What holds back a call of each kind (contract section 7), apart from what follows from it. */

let stage: PagingStage;
let context: Context;
let ticket: Ticket;
inATown((laid) => {
  stage = laid;
  context = { ...stage.context, attemptHooks: {} };
});

const kinds = Object.keys(attemptKinds) as AttemptKind[];
const ofCustomers = [
  'number_check',
  'receipt',
  'notice',
  'news',
  'arrival_check',
  'restoration',
  'completion',
] as const;
const only = (...these: readonly AttemptKind[]) => kinds.map((kind) => [kind, these.includes(kind)] as const);

/** A P1, whose reporter called from their own phone unless they typed a number, and for which nobody rings. */
async function reported({ isTyped = false } = {}): Promise<void> {
  const reporter = { name: null, phone: customer, role: 'other' } as const;
  ticket = await stage.opened({ reporter, receipt: false, contactConfirmed: !isTyped });
  await Attempt.destroy({ where: {} });
  // Past the slot of the page's call.
  stage.jump(1);
}

async function due(kind: AttemptKind): Promise<Attempt> {
  const to = { toPhone: customer, language: 'zh-CN', priority: 'P1', ticketId: ticket.id } as const;
  return queueCall(context, { ...to, kind, flow: 'page', node: 'offer' });
}

/** The call after the worker has looked at it. */
async function seen(call: Attempt): Promise<Attempt> {
  await holdOvernight.run(context);
  await dispatchDue.run(context);
  return call.reload();
}

it.each(only('completion'))('a call for %s waits at night until the morning: %p', async (kind, waits) => {
  await reported();
  stage.jump(12 * 3600);
  const held = { state: 'due', heldBecause: 'quiet_hours', heldUntil: new Date('2026-03-03T00:30:00Z') };
  expect(await seen(await due(kind))).toMatchObject(waits ? held : { state: 'placed', heldBecause: null });
});

it.each(only(...ofCustomers.filter((kind) => kind !== 'number_check')))(
  'a call for %s waits until a typed number is known to be the customer: %p',
  async (kind, waits) => {
    await reported({ isTyped: true });
    const held = { state: 'due', heldBecause: 'number_check' };
    expect(await seen(await due(kind))).toMatchObject(waits ? held : { state: 'placed', heldBecause: null });
  },
);

it.each(only('page'))('a call for %s of a P1 goes to a number that was called often: %p', async (kind, goes) => {
  await reported();
  for (let count = 0; count < 2; count += 1) {
    const call = await seen(await due('receipt'));
    await call.update({ state: 'ended', outcome: 'no_answer' });
    stage.jump(1);
  }
  const held = { state: 'due', heldBecause: '2/2m' };
  expect(await seen(await due(kind))).toMatchObject(goes ? { state: 'placed', heldBecause: null } : held);
});

it.each(only(...ofCustomers))('a call for %s is not placed to whoever wants none: %p', async (kind, isStopped) => {
  await reported();
  await CallStop.create({
    ...{ phone: customer, ticketId: ticket.id, reason: 'no_more_calls', since: context.clock.now() },
  });
  const stopped = { state: 'ended', outcome: 'stopped', errorCode: 'no_more_calls' };
  expect(await seen(await due(kind))).toMatchObject(isStopped ? stopped : { state: 'placed' });
});

it.each(only('page'))('a call for %s that cannot go out is something to act on: %p', async (kind, isUrgent) => {
  await reported();
  stage.carrier.refused.set(customer, 'invalid_number');
  expect(await seen(await due(kind))).toMatchObject({ state: 'ended', outcome: 'refused' });
  expect(stage.complaints).toEqual([`${isUrgent ? 'error' : 'warn'} a number cannot be reached`]);
});
