import { Attempt } from '../../../models/attempt';
import { NumberCheck } from '../../../models/number-check';
import { Task } from '../../../models/task';
import type { Ticket } from '../../../models/ticket';
import { TimelineEntry } from '../../../models/timeline-entry';
import { answerNumberCheck, numberCheckCalls, numberCheckOf } from '../../../src/services/outbound/check-number';
import { owedCallStep } from '../../../src/services/outbound/owed-calls';
import { queueCall, queueText } from '../../../src/services/outbound/queue-attempt';
import { atOnce, onStaleRows } from '../../support/at-once';
import type { PagingStage } from '../../support/paging-stage';
import { after, customer, inATown, li, phoneOf } from '../../support/paging-stage';

/** What goes to a number that a caller typed, before its owner was asked and after. */

let stage: PagingStage;
let ticket: Ticket;
inATown((laid) => {
  stage = laid;
});
beforeEach(async () => {
  const reporter = { name: null, phone: customer, role: 'other' } as const;
  ticket = await stage.opened({ reporter, receipt: false, contactConfirmed: false });
});

const about = () => ({ toPhone: customer, language: 'zh-CN', priority: 'P1', ticketId: ticket.id }) as const;
const aText = () => queueText(stage.context, { ...about(), kind: 'notice', body: '您好' });
const aCall = () => queueCall(stage.context, { ...about(), kind: 'completion', flow: 'completion', node: 'fixed' });

it.each([
  ['confirmed', { state: 'placed' }],
  ['refused', { state: 'ended', outcome: 'cancelled', errorCode: 'number_check' }],
  ['unreached', { state: 'ended', outcome: 'cancelled', errorCode: 'number_check' }],
] as const)('a number that is %s: what is about it is %j, once and for all', async (state, expected) => {
  await NumberCheck.update({ state, attempts: 1 }, { where: { ticketId: ticket.id } });
  const sent = [await aText(), await aCall()];
  await stage.settle();
  for (const attempt of sent) expect(await attempt.reload()).toMatchObject(expected);
  expect(stage.carrier.dialled).toEqual([phoneOf(li), ...(state === 'confirmed' ? [customer] : [])]);
  expect(await NumberCheck.findAll()).toMatchObject([{ state, attempts: 1 }]);
});

it('two calls without an answer end it: what waited is called off, and the desk is asked once', async () => {
  const waiting = await aText();
  await stage.silence(60);
  await stage.at(61);
  expect(await waiting.reload()).toMatchObject({ state: 'due', heldBecause: 'number_check' });
  await stage.silence(1000);
  expect(stage.carrier.dialled.filter((phone) => phone === customer)).toHaveLength(2);
  expect(await NumberCheck.findAll()).toMatchObject([{ state: 'unreached', attempts: 2 }]);
  expect(await waiting.reload()).toMatchObject({ state: 'ended', errorCode: 'number_unreached' });
  expect(stage.carrier.texts).toEqual([]);
  expect(await Task.findAll()).toMatchObject([{ reason: 'number_unreached', ticketId: ticket.id, state: 'open' }]);
  const late = await aText();
  await stage.settle();
  expect(await late.reload()).toMatchObject({ state: 'ended', outcome: 'cancelled' });
});

it('several texts that wait for one number have its owner asked once', async () => {
  await aText();
  await aText();
  await stage.settle();
  expect(await Attempt.count({ where: { kind: 'number_check' } })).toBe(1);
  expect(await Attempt.count({ where: { kind: 'notice', state: 'due', heldBecause: 'number_check' } })).toBe(2);
});

it('a number that is not theirs: what waits for it is called off, and nothing else', async () => {
  const [waiting, over, other] = [await aText(), await aText(), await aText()];
  await stage.settle();
  await over.update({ state: 'ended', outcome: 'stopped' });
  await other.update({ toPhone: '+8613800000099' });
  const check = await Attempt.findOne({ where: { kind: 'number_check' }, rejectOnEmpty: true });
  await answerNumberCheck(stage.context, check.id, false);
  expect(await waiting.reload()).toMatchObject({ state: 'ended', errorCode: 'number_refused' });
  expect(await over.reload()).toMatchObject({ state: 'ended', outcome: 'stopped' });
  expect(await other.reload()).toMatchObject({ state: 'due' });
});

it('what is called off while its number is looked into is not held as well', async () => {
  const waiting = await aText();
  await Attempt.update({ state: 'ended', outcome: 'cancelled' }, { where: { id: waiting.id } });
  expect(await numberCheckOf(stage.context, waiting)).toBe('wait');
  expect(await waiting.reload()).toMatchObject({ heldUntil: null, heldBecause: null });
});

it('a number that is theirs: what waits for it goes at once', async () => {
  const waiting = await aText();
  await stage.settle();
  const check = await Attempt.findOne({ where: { kind: 'number_check' }, rejectOnEmpty: true });
  await answerNumberCheck(stage.context, check.id, true);
  expect(await waiting.reload()).toMatchObject({ state: 'due', heldUntil: null, heldBecause: null });
  await stage.settle();
  expect(stage.carrier.texts).toHaveLength(1);
});

describe('beside another report', () => {
  const another = async (contactConfirmed: boolean) => {
    const reporter = { name: null, phone: customer, role: 'other' } as const;
    const more = { callSid: 'CA-in-2', accountNo: '10002', receipt: false } as const;
    return (await stage.opened({ ...more, reporter, contactConfirmed })).id;
  };
  const textAbout = (ticketId: number, toPhone = customer) =>
    queueText(stage.context, { ...about(), ticketId, toPhone, kind: 'notice', body: '您好' });

  it('only what goes to the typed number about its report waits', async () => {
    const sent = [await textAbout(await another(true)), await textAbout(ticket.id, '+8613800000099')];
    const waiting = await aText();
    await stage.settle();
    for (const text of sent) expect(await text.reload()).toMatchObject({ state: 'placed' });
    expect(await waiting.reload()).toMatchObject({ state: 'due', heldBecause: 'number_check' });
  });

  it.each([true, false])('an answer (%p) moves only what waits for it', async (isTheirs) => {
    const [waiting, elsewhere, later] = [await aText(), await textAbout(await another(false)), await aText()];
    await stage.settle();
    const held = { heldBecause: 'carrier', heldUntil: after(600) } as const;
    await later.update(held);
    const call = await Attempt.findOne({ where: { kind: 'number_check', ticketId: ticket.id }, rejectOnEmpty: true });
    await answerNumberCheck(stage.context, call.id, isTheirs);
    expect(await waiting.reload()).toMatchObject({
      state: isTheirs ? 'due' : 'ended',
      outcome: isTheirs ? null : 'cancelled',
    });
    expect(await elsewhere.reload()).toMatchObject({ state: 'due', heldBecause: 'number_check' });
    expect(await later.reload()).toMatchObject({ state: 'due', ...held });
    expect(await stage.pageOf(li)).toMatchObject({ outcome: null, answeredAt: null });
  });
});

it('the first answer of a call counts', async () => {
  await aText();
  await stage.settle();
  const call = await Attempt.findOne({ where: { kind: 'number_check' }, rejectOnEmpty: true });
  await answerNumberCheck(stage.context, call.id, true);
  const first = (await call.reload()).get();
  stage.jump(1);
  await answerNumberCheck(stage.context, call.id, false);
  expect((await call.reload()).get()).toEqual({ ...first, outcome: 'confirmed' });
});

describe('of several workers', () => {
  const settle = () => owedCallStep(numberCheckCalls).run({ ...stage.context });
  const checks = () => Attempt.findAll({ where: { kind: 'number_check' }, order: ['id'] });

  /** The first call has ended without an answer, and nobody has seen it yet. */
  beforeEach(async () => {
    await aText();
    await stage.settle();
    await Attempt.update({ state: 'ended', outcome: 'busy' }, { where: { kind: 'number_check' } });
  });

  it('one rings a second time', async () => {
    await atOnce(settle, settle, settle);
    expect((await checks()).map(({ attemptNo }) => attemptNo)).toEqual([1, 2]);
    expect(await NumberCheck.findAll()).toMatchObject([{ state: 'calling', attempts: 2 }]);
  });

  it('none rings again or gives up when the owner has just answered', async () => {
    const [call] = await checks();
    await onStaleRows(() => answerNumberCheck(stage.context, call!.id, true), settle);
    expect(await checks()).toHaveLength(1);
    expect(await NumberCheck.findAll()).toMatchObject([{ state: 'confirmed' }]);
  });

  it('takes the first answer, whichever call it came in', async () => {
    await settle();
    const [first, second] = await checks();
    await atOnce(
      () => answerNumberCheck(stage.context, first!.id, true),
      () => answerNumberCheck(stage.context, second!.id, false),
    );
    const [check] = await NumberCheck.findAll();
    expect(await Task.count()).toBe(check!.state === 'refused' ? 1 : 0);
    await answerNumberCheck(stage.context, second!.id, check!.state === 'refused');
    expect(await NumberCheck.findAll()).toMatchObject([{ state: check!.state }]);
  });

  it('ends it once after the last call', async () => {
    await settle();
    await Attempt.update({ state: 'ended', outcome: 'busy' }, { where: { kind: 'number_check' } });
    await atOnce(settle, settle);
    const { rows } = await TimelineEntry.findAndCountAll({ where: { ticketId: ticket.id, type: 'noted' } });
    expect(rows.map(({ data }) => data)).toEqual([{ note: 'number_is_unreached' }]);
  });
});
