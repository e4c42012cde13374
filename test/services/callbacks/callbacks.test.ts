import { Attempt } from '../../../models/attempt';
import { Callback } from '../../../models/callback';
import { inTransaction } from '../../../models/database';
import { Paging } from '../../../models/paging';
import { PromiseMade } from '../../../models/promise-made';
import { Recording } from '../../../models/recording';
import { Ticket } from '../../../models/ticket';
import { TimelineEntry } from '../../../models/timeline-entry';
import type { AttemptOutcome } from '../../../src/domain/attempt-status';
import { firstDue } from '../../../src/services/due';
import { completionCalls } from '../../../src/services/callbacks/completion-calls';
import { recordFixed, type FixedAnswer } from '../../../src/services/callbacks/record-fixed';
import { recordCompletion } from '../../../src/services/crew/record-completion';
import {
  hasLowRating,
  recordComment,
  recordMoneyAsked,
  recordRating,
  recordRestoredTimeRight,
} from '../../../src/services/callbacks/record-rating';
import { recordRecording } from '../../../src/services/calls/take-recording';
import { stopOwedCalls } from '../../../src/services/outbound/ongoing-call';
import { owedCallStep } from '../../../src/services/outbound/owed-calls';
import { sweep } from '../../../src/services/worker/sweep';
import { reopenTicket } from '../../../src/services/tickets/reopen-ticket';
import { watchArrivals } from '../../../src/services/tickets/watch-arrivals';
import { aCrew, aTicket } from '../../support/crew-rows';
import { atOnce, onStaleRows } from '../../support/at-once';
import { freshDatabase, type FreshDatabase } from '../../support/database';
import { serviceStage, type ServiceStage } from '../../support/service-context';

const minute = 60_000;
const step = owedCallStep(completionCalls);
let fresh: FreshDatabase;
let stage: ServiceStage;

beforeAll(async () => {
  fresh = await freshDatabase();
});
beforeEach(async () => {
  await fresh.reset();
  stage = serviceStage(fresh, '2026-03-02T02:00:00Z');
  await aCrew();
});
afterAll(() => fresh.drop());

type More = Parameters<typeof aTicket>[0];

/** Finished work at ten in the morning; returns the ticket's id. */
async function finished(more: More = {}): Promise<number> {
  const { id } = await aTicket(more);
  const work = { ticketId: id, cause: 'meter', result: 'fixed', restored: '' } as const;
  await recordCompletion(stage.context, work, { code: '1101', name: '李强' });
  return id;
}

const ticketRow = (id: number) => Ticket.findByPk(id, { rejectOnEmpty: true });
const callbackOf = (ticketId: number) =>
  Callback.findOne({ where: { ticketId }, order: [['id', 'DESC']], rejectOnEmpty: true });
const calls = (ticketId: number) =>
  Attempt.findAll({ where: { ticketId, kind: 'completion' }, order: [['id', 'ASC']] });
const texts = async (ticketId: number) =>
  (await Attempt.findAll({ where: { ticketId, channel: 'text' } })).map(({ body }) => body);
const happened = async (ticketId: number) =>
  (await TimelineEntry.findAll({ where: { ticketId }, order: [['id', 'ASC']] })).map(({ type }) => type);

/** Places the call that is due next and returns it, moving the clock to its time. */
async function placed(ticketId: number): Promise<Attempt> {
  stage.setTime((await callbackOf(ticketId)).dueAt.toISOString());
  await step.run(stage.context);
  return (await calls(ticketId)).at(-1)!;
}

/** Ends a call as the carrier would report it. */
async function ends(attempt: Attempt, outcome: AttemptOutcome): Promise<void> {
  await attempt.reload();
  await attempt.update({ state: 'ended', outcome: attempt.outcome ?? outcome, endedAt: stage.context.clock.now() });
  await step.run(stage.context);
}

const answers = async (attempt: Attempt, answer: FixedAnswer) =>
  (await recordFixed(stage.context, { attemptId: attempt.id, answer, callSid: 'CA1' })).outcome;

describe('placing the call', () => {
  it('waits for its time and places one call', async () => {
    const id = await finished();
    expect(await firstDue(step.due(stage.context))).toEqual([null, new Date('2026-03-02T02:05:00Z')]);
    stage.setTime('2026-03-02T02:04:59.999Z');
    expect(await step.run(stage.context)).toBe(0);
    stage.setTime('2026-03-02T02:05:00Z');
    await Promise.all([step.run(stage.context), step.run(stage.context)]);
    expect(await calls(id)).toMatchObject([
      { flow: 'completion', node: 'fixed', toPhone: '+8613800000001', priorityRank: 90, attemptNo: 1, state: 'due' },
    ]);
    expect(await callbackOf(id)).toMatchObject({ state: 'calling', attempts: 1 });
  });

  it('moves out of the night when the process was down until then', async () => {
    const id = await finished();
    stage.setTime('2026-03-02T14:00:00Z');
    await step.run(stage.context);
    expect(await calls(id)).toEqual([]);
    expect(await callbackOf(id)).toMatchObject({ state: 'waiting', dueAt: new Date('2026-03-03T00:30:00Z') });
  });

  it('holds a call that still waits for its turn when quiet hours begin', async () => {
    stage.setTime('2026-03-02T12:50:00Z');
    const id = await finished();
    const call = await placed(id);
    stage.setTime('2026-03-02T13:00:00Z');
    await sweep(stage.context);
    await call.reload();
    expect(call).toMatchObject({ heldUntil: new Date('2026-03-03T00:30:00Z'), heldBecause: 'quiet_hours' });
  });

  it('calls once even after the hard limit, if nobody was called before', async () => {
    const id = await finished();
    stage.setTime('2026-03-05T02:00:00Z');
    await step.run(stage.context);
    expect(await calls(id)).toHaveLength(1);
  });

  it('calls nobody about a ticket that is open again', async () => {
    const id = await finished();
    await Ticket.update({ state: 'accepted' }, { where: { id } });
    stage.setTime('2026-03-02T02:05:00Z');
    await step.run(stage.context);
    expect(await calls(id)).toEqual([]);
    expect(await callbackOf(id)).toMatchObject({ state: 'cancelled' });
  });
});

describe('a call without an answer', () => {
  it.each([
    ['busy', '2026-03-02T02:15:00Z'],
    ['no_answer', '2026-03-02T04:05:00Z'],
    ['machine', '2026-03-02T04:05:00Z'],
    ['no_key', '2026-03-02T04:05:00Z'],
    ['failed', '2026-03-02T04:05:00Z'],
  ] as const)('is tried again after %s', async (outcome, dueAt) => {
    const id = await finished();
    await ends(await placed(id), outcome);
    expect(await callbackOf(id)).toMatchObject({ state: 'waiting', lastOutcome: outcome, dueAt: new Date(dueAt) });
    expect((await ticketRow(id)).state).toBe('done');
  });

  it('is waited for while it rings', async () => {
    const id = await finished();
    await placed(id);
    expect(await step.run(stage.context)).toBe(0);
    expect(await callbackOf(id)).toMatchObject({ state: 'calling' });
  });

  it('ends after three with the reason, a closed ticket and a text that says so', async () => {
    const id = await finished();
    for (let times = 0; times < 3; times += 1) await ends(await placed(id), 'no_answer');
    expect(await callbackOf(id)).toMatchObject({ state: 'unreached', reason: 'attempts_used_up', attempts: 3 });
    expect(await ticketRow(id)).toMatchObject({ state: 'closed', stateReason: 'unreached' });
    expect((await texts(id)).join()).toMatch(/未能电话联系到您/);
    expect((await happened(id)).slice(2)).toEqual(['callback', 'callback', 'callback', 'callback', 'closed']);
  });

  it('ends for that customer alone: whoever else waits for the call is still asked', async () => {
    const [id, other] = [await finished(), await finished()];
    await ends(await placed(id), 'refused');
    expect(await ticketRow(id)).toMatchObject({ state: 'closed', stateReason: 'unreached' });
    expect(await ticketRow(other)).toMatchObject({ state: 'done', stateReason: null, closedAt: null });
    expect(await answers(await placed(other), 'yes')).toBe('closed');
  });

  it('ends when the time is used up before another call, with a text that says so', async () => {
    const id = await finished();
    await ends(await placed(id), 'no_answer');
    stage.setTime('2026-03-03T02:00:01Z');
    await step.run(stage.context);
    expect(await callbackOf(id)).toMatchObject({ state: 'unreached', reason: 'time_used_up', attempts: 1 });
    const closedAt = new Date('2026-03-03T02:00:01Z');
    expect(await ticketRow(id)).toMatchObject({ state: 'closed', stateReason: 'unreached', closedAt });
    expect((await texts(id)).join()).toMatch(/未能电话联系到您/);
  });

  it('ends at once when the carrier refuses the number', async () => {
    const id = await finished();
    await ends(await placed(id), 'refused');
    expect(await callbackOf(id)).toMatchObject({ state: 'unreached', reason: 'number_refused' });
    expect((await ticketRow(id)).state).toBe('closed');
    expect(await texts(id)).toEqual([]);
  });
});

describe('yes', () => {
  it('ends no work that a crew has begun anew', async () => {
    const id = await finished();
    const call = await placed(id);
    await Ticket.update({ state: 'accepted' }, { where: { id } });
    await answers(call, 'yes');
    expect(await ticketRow(id)).toMatchObject({ state: 'accepted', closedAt: null });
  });

  it('closes the ticket at once, once', async () => {
    const id = await finished();
    const call = await placed(id);
    expect([await answers(call, 'yes'), await answers(call, 'yes')]).toEqual(['closed', 'closed']);
    expect(await ticketRow(id)).toMatchObject({
      state: 'closed',
      stateReason: 'satisfied',
      fixed: 'yes',
      overall: null,
    });
    expect((await happened(id)).slice(2)).toEqual(['callback', 'closed']);
    await ends(call, 'no_key');
    expect(await callbackOf(id)).toMatchObject({ state: 'done', outcome: 'yes' });
    expect((await calls(id)).map(({ outcome }) => outcome)).toEqual(['answered']);
  });

  it('is followed by ratings that are saved as they are pressed', async () => {
    const id = await finished();
    const call = await placed(id);
    await answers(call, 'yes');
    await recordRestoredTimeRight(stage.context, call.id, 'no');
    await recordRating(stage.context, call.id, 'quality', 5);
    expect(await ticketRow(id)).toMatchObject({ restoredTimeRight: 'no', quality: 5, attitude: null });
    await recordRating(stage.context, call.id, 'attitude', 2);
    const ticket = await recordRating(stage.context, call.id, 'overall', 4);
    expect(ticket).toMatchObject({ quality: 5, attitude: 2, speed: null, overall: 4 });
    expect(hasLowRating(ticket!)).toBe(true);
  });

  it('is rated no more once the work is open again for another reason', async () => {
    const id = await finished();
    const call = await placed(id);
    await answers(call, 'yes');
    await recordRating(stage.context, call.id, 'quality', 5);
    await inTransaction(() => reopenTicket(stage.context, { ticketId: id, fixed: 'no', callSid: null }));
    expect(await recordRating(stage.context, call.id, 'quality', 1)).toBeNull();
    expect(await ticketRow(id)).toMatchObject({ state: 'new', reopenedCount: 1 });
  });

  it('keeps the comment and whether cash was asked, once each', async () => {
    const id = await finished();
    const call = await placed(id);
    await answers(call, 'yes');
    const comment = { sid: `RE${'1'.repeat(32)}`, callSid: 'CA1', seconds: 7 };
    for (let times = 0; times < 2; times += 1) {
      await recordComment(stage.context, call.id, comment);
      await recordMoneyAsked(stage.context, call.id, true);
    }
    expect(await ticketRow(id)).toMatchObject({ commentRecording: comment.sid });
    expect((await happened(id)).filter((type) => type === 'noted')).toHaveLength(1);
  });

  it('keeps the recording of the comment as one, whoever tells of it first, and no other recording', async () => {
    const id = await finished();
    const call = await placed(id);
    await answers(call, 'yes');
    const [said, earlier, later] = ['RE1', 'RE2', 'RE3'];
    const carrierTells = (RecordingSid: string) =>
      recordRecording(stage.context, {
        ...{ RecordingSid, CallSid: 'CA1', RecordingStatus: 'completed', RecordingDuration: 7 },
      });
    for (const sid of [said, earlier]) await carrierTells(sid);
    for (const sid of [earlier, later])
      await recordComment(stage.context, call.id, { sid, callSid: 'CA1', seconds: 7 });
    await carrierTells(later);
    expect(await Recording.findAll({ order: ['sid'] })).toMatchObject([
      { sid: said, purpose: 'description', ticketId: null },
      { sid: earlier, purpose: 'comment', ticketId: id },
      { sid: later, purpose: 'comment', ticketId: id },
    ]);
  });
});

describe.each(['no', 'partly'] as const)('%s', (answer) => {
  it('reopens the ticket one priority higher with new clocks, and its crew is rung first', async () => {
    const id = await finished({ priority: 'P2', personCode: '1101', slaBreachedAt: new Date('2026-03-02T01:50:00Z') });
    const call = await placed(id);
    expect([await answers(call, answer), await answers(call, answer)]).toEqual(['reopened', 'reopened']);
    expect(await ticketRow(id)).toMatchObject({
      priority: 'P1',
      state: 'new',
      fixed: answer,
      reopenedCount: 1,
      personCode: null,
      acceptedAt: null,
      completedAt: null,
      slaBreachedAt: null,
      arrivalDueAt: new Date('2026-03-02T02:50:00Z'),
    });
    expect(await callbackOf(id)).toMatchObject({
      state: 'done',
      outcome: answer,
      finishedAt: stage.context.clock.now(),
    });
    const pages = await Attempt.findAll({ where: { ticketId: id, kind: 'page' } });
    expect(pages.map(({ personCode }) => personCode)).toEqual(['1101']);
    expect(await PromiseMade.findAll({ where: { ticketId: id } })).toMatchObject([
      { kind: 'arrival', promisedAt: new Date('2026-03-02T02:50:00Z') },
    ]);
    expect((await texts(id)).join()).toMatch(/没有修好/);
    expect((await happened(id)).filter((type) => type === 'reopened')).toHaveLength(1);
  });

  it('leaves nothing of the work that did not hold, so that the new visit is warned of and missed like a first', async () => {
    const before = new Date('2026-03-02T01:30:00Z');
    const id = await finished({
      ...{ state: 'arrived', departedAt: before, arrivedAt: before, arrivalVerifiedBy: ['code'], etaAt: before },
      ...{ expectedRestoreAt: before, slaBreachedAt: before },
    });
    const call = await placed(id);
    await answers(call, 'yes');
    await answers(call, answer);
    expect(await ticketRow(id)).toMatchObject({
      ...{ state: 'new', stateReason: null, personCode: null, etaAt: null, acceptedAt: null, departedAt: null },
      ...{ arrivedAt: null, arrivalVerifiedBy: [], expectedRestoreAt: null, restoredAt: null, completedAt: null },
      ...{ closedAt: null, slaBreachedAt: null, cause: null, result: null },
    });
    const look = async () => {
      await watchArrivals.run(stage.context);
      return (await happened(id)).filter((type) => type === 'warned' || type === 'breached');
    };
    const { arrivalDueAt } = await ticketRow(id);
    stage.setTime(new Date(arrivalDueAt!.getTime() - minute).toISOString());
    expect(await look()).toEqual(['warned']);
    stage.setTime(arrivalDueAt!.toISOString());
    expect(await look()).toEqual(['warned', 'breached']);
  });

  it('rings whoever had it first although others come before on the roster', async () => {
    const id = await finished({ personCode: '1101' });
    await Ticket.update({ personCode: '1102' }, { where: { id } });
    await answers(await placed(id), answer);
    const pages = await Attempt.findAll({ where: { ticketId: id, kind: 'page' }, order: [['id', 'ASC']] });
    expect(pages[0]).toMatchObject({ personCode: '1102', level: 2 });
  });

  it('is owed another call when the work is done again', async () => {
    const id = await finished();
    await answers(await placed(id), answer);
    await Paging.update({ state: 'accepted' }, { where: { ticketId: id } });
    await Ticket.update({ state: 'accepted', personCode: '1101' }, { where: { id } });
    const work = { ticketId: id, cause: 'meter', result: 'fixed', restored: '' } as const;
    await recordCompletion(stage.context, work, { code: '1101', name: '李强' });
    const callbacks = await Callback.findAll({ where: { ticketId: id }, order: [['id', 'ASC']] });
    expect(callbacks.map(({ cycle, state }) => ({ cycle, state }))).toEqual([
      { cycle: 0, state: 'done' },
      { cycle: 1, state: 'waiting' },
    ]);
    const second = await placed(id);
    expect(await answers(second, 'yes')).toBe('closed');
    expect(await ticketRow(id)).toMatchObject({ state: 'closed', fixed: 'yes' });
  });

  it('counts also after a yes in the same call', async () => {
    const id = await finished();
    const call = await placed(id);
    await answers(call, 'yes');
    expect(await answers(call, answer)).toBe('reopened');
    expect(await ticketRow(id)).toMatchObject({ state: 'new', fixed: answer, closedAt: null });
    expect(await recordRating(stage.context, call.id, 'quality', 5)).toBeNull();
  });

  it('is taken back by a yes in the same call: the crew is called off and the ticket is as it was', async () => {
    const id = await finished({ personCode: '1101', priority: 'P2' });
    const call = await placed(id);
    const before = (await ticketRow(id)).get();
    await answers(call, answer);
    expect([await answers(call, 'yes'), await answers(call, 'yes')]).toEqual(['closed', 'closed']);
    const now = stage.context.clock.now();
    const closed = { state: 'closed', stateReason: 'satisfied', fixed: 'yes', closedAt: now, updatedAt: now };
    expect((await ticketRow(id)).get()).toEqual({ ...before, ...closed });
    expect(await Attempt.findAll({ where: { ticketId: id, kind: 'page', state: 'due' } })).toEqual([]);
    expect(await Paging.findAll({ where: { ticketId: id, state: 'active' } })).toEqual([]);
    expect(await PromiseMade.findAll({ where: { ticketId: id } })).toEqual([]);
    expect((await texts(id)).join()).toMatch(/没有修好.*不再派人/s);
    expect(await recordRating(stage.context, call.id, 'quality', 5)).not.toBeNull();
    expect(await answers(call, answer)).toBe('reopened');
    expect(await ticketRow(id)).toMatchObject({ state: 'new', reopenedCount: 1 });
  });

  it('leaves what another customer is owed, and has said, whichever way it goes', async () => {
    const [id, open, other] = [await finished(), await finished(), await finished()];
    const [call, tooLate] = [await placed(id), await placed(open)];
    const before = [(await callbackOf(other)).get(), (await ticketRow(other)).get()];
    await inTransaction(() => reopenTicket(stage.context, { ticketId: open, fixed: 'no', callSid: null }));
    expect(await answers(tooLate, answer)).toBe('still_open');
    await answers(call, answer);
    expect(await answers(call, 'yes')).toBe('closed');
    expect([(await callbackOf(other)).get(), (await ticketRow(other)).get()]).toEqual(before);
    expect(await callbackOf(open)).toMatchObject({ outcome: answer, reason: 'open_already' });
    expect(await callbackOf(id)).toMatchObject({ outcome: 'yes', reason: null });
  });

  it('stays so when the crew is there again before a yes, and whoever has accepted hears of a yes', async () => {
    const [there, onTheWay] = [await finished(), await finished()];
    const calls = [await placed(there), await placed(onTheWay)];
    for (const call of calls) await answers(call, answer);
    await Ticket.update({ state: 'arrived', personCode: '1101' }, { where: { id: there } });
    await Ticket.update({ state: 'accepted', personCode: '1101' }, { where: { id: onTheWay } });
    expect([await answers(calls[0]!, 'yes'), await answers(calls[1]!, 'yes')]).toEqual(['still_open', 'closed']);
    expect((await ticketRow(there)).state).toBe('arrived');
    expect((await texts(onTheWay)).join()).toMatch(/不用再去/);
  });

  it('of a ticket that is open already says so each time, and is no reopening', async () => {
    const id = await finished();
    const call = await placed(id);
    await inTransaction(() => reopenTicket(stage.context, { ticketId: id, fixed: 'no', callSid: null }));
    expect([await answers(call, answer), await answers(call, answer)]).toEqual(['still_open', 'still_open']);
    expect(await answers(call, 'yes')).toBe('still_open');
    expect(await callbackOf(id)).toMatchObject({ outcome: answer, reason: 'open_already' });
    expect(await ticketRow(id)).toMatchObject({ state: 'new', reopenedCount: 1 });
  });
});

describe('cannot tell', () => {
  it('is asked again later, the same time each time the key comes', async () => {
    const id = await finished();
    const call = await placed(id);
    expect(await answers(call, 'unsure')).toBe('asked_later');
    stage.pass(minute);
    expect(await answers(call, 'unsure')).toBe('asked_later');
    await ends(call, 'no_key');
    expect(await callbackOf(id)).toMatchObject({
      state: 'waiting',
      lastOutcome: 'unsure',
      dueAt: new Date('2026-03-02T04:05:00Z'),
    });
  });

  it('hears the same when no time is left for another call, each time the key comes', async () => {
    const id = await finished();
    const call = await placed(id);
    stage.setTime('2026-03-03T01:59:00Z');
    expect([await answers(call, 'unsure'), await answers(call, 'unsure')]).toEqual(['never_sure', 'never_sure']);
    expect(await callbackOf(id)).toMatchObject({ state: 'unreached', reason: 'time_used_up' });
  });

  it('closes the ticket with that reason after the last call', async () => {
    const id = await finished();
    for (let times = 0; times < 2; times += 1) await ends(await placed(id), 'no_answer');
    const last = await placed(id);
    expect([await answers(last, 'unsure'), await answers(last, 'unsure')]).toEqual(['never_sure', 'never_sure']);
    expect(await callbackOf(id)).toMatchObject({ state: 'unreached', reason: 'never_sure' });
    expect(await ticketRow(id)).toMatchObject({ state: 'closed', stateReason: 'unreached' });
  });
});

describe('stop', () => {
  it.each([
    ['wrong_number', 0],
    ['texts_only', 1],
    ['no_more_calls', 0],
  ] as const)('%s ends the calls, with %i texts', async (reason, count) => {
    const id = await finished();
    const call = await placed(id);
    await stopOwedCalls(stage.context, completionCalls, call.id, reason);
    await stopOwedCalls(stage.context, completionCalls, call.id, reason);
    await ends(call, 'no_key');
    expect(await callbackOf(id)).toMatchObject({ state: 'unreached', reason });
    expect(await ticketRow(id)).toMatchObject({ state: 'closed', stateReason: 'unreached' });
    expect(await texts(id)).toHaveLength(count);
    expect((await happened(id)).filter((type) => type === 'noted')).toHaveLength(1);
  });

  it('stays the answer of the call when a key comes after it', async () => {
    const id = await finished();
    const call = await placed(id);
    await stopOwedCalls(stage.context, completionCalls, call.id, 'no_more_calls');
    for (const answer of ['yes', 'no', 'partly', 'unsure'] as const) expect(await answers(call, answer)).toBe('over');
    expect((await calls(id)).map(({ outcome }) => outcome)).toEqual(['stopped']);
    expect(await ticketRow(id)).toMatchObject({ state: 'closed', stateReason: 'unreached' });
  });

  it('leaves what was decided before', async () => {
    const id = await finished();
    const call = await placed(id);
    await answers(call, 'yes');
    await stopOwedCalls(stage.context, completionCalls, call.id, 'no_more_calls');
    expect(await callbackOf(id)).toMatchObject({ state: 'done', outcome: 'yes' });
    expect(await ticketRow(id)).toMatchObject({ stateReason: 'satisfied' });
  });
});

describe('of several workers', () => {
  const look = () => step.run({ ...stage.context });

  it('one places the call', async () => {
    const id = await finished();
    stage.setTime('2026-03-02T02:05:00Z');
    await atOnce(look, look);
    expect(await calls(id)).toHaveLength(1);
  });

  it('one notes a call without an answer', async () => {
    const id = await finished();
    await (await placed(id)).update({ state: 'ended', outcome: 'busy' });
    await atOnce(look, look);
    expect((await happened(id)).filter((type) => type === 'callback')).toHaveLength(1);
  });

  it('none calls again whoever has just answered or wants no more calls', async () => {
    const [yes, stop] = [await finished(), await finished()];
    const [first, second] = [await placed(yes), await placed(stop)];
    for (const call of [first, second]) await call.update({ state: 'ended', outcome: 'no_key' });
    await onStaleRows(async () => {
      await answers(first, 'yes');
      await stopOwedCalls(stage.context, completionCalls, second.id, 'no_more_calls');
    }, look);
    expect(await callbackOf(yes)).toMatchObject({ state: 'done', outcome: 'yes' });
    expect(await callbackOf(stop)).toMatchObject({ state: 'unreached', reason: 'no_more_calls' });
  });
});

it('leaves a ticket alone that is open again when its customer cannot be asked', async () => {
  const id = await finished();
  const call = await placed(id);
  await Ticket.update({ state: 'new' }, { where: { id } });
  await stopOwedCalls(stage.context, completionCalls, call.id, 'texts_only');
  expect(await ticketRow(id)).toMatchObject({ state: 'new', closedAt: null });
  expect(await texts(id)).toEqual([]);
});

it('takes no answer of a call that is about nothing', async () => {
  const { outcome } = await recordFixed(stage.context, { attemptId: 4711, answer: 'yes', callSid: 'CA1' });
  expect(outcome).toBe('over');
  expect(await recordRating(stage.context, 4711, 'quality', 5)).toBeNull();
});
