import type { z } from 'zod';
import { Call } from '../../../models/call';
import { CallStep } from '../../../models/call-step';
import { HotlineError } from '../../errors';
import { maskPhone, type ShowPhone } from '../../phone-number';
import * as answer from './answers';
import { type List, ofTicket, type Page, readPage } from './list-page';
import type { callsQuery } from './queries';
import { type Naming, readNames } from './read-names';

/** A call with the nodes it walked, in their order. */
export type PresentedCall = z.output<typeof answer.call>;

const list: List<Call> = { model: Call, moment: 'startedAt', key: 'sid' };

/** Calls in and out with the nodes they walked, the newest first. Throws `not_found` for an unknown ticket. */
export async function listCalls(naming: Naming, query: z.output<typeof callsQuery>): Promise<Page<PresentedCall>> {
  return readPage(list, query, await ofTicket(query.ticket), (calls) => presentCalls(naming, calls));
}

/** One call with the nodes it walked. Throws `not_found`. */
export async function readCall(naming: Naming, sid: string, show?: ShowPhone): Promise<PresentedCall> {
  const call = await Call.findByPk(sid);
  const [presented] = call ? await presentCalls(naming, [call], show) : [];
  if (!presented) throw new HotlineError('not_found', 'There is no call of this id.', { sid });
  return presented;
}

export async function presentCalls(
  naming: Naming,
  calls: readonly Call[],
  show: ShowPhone = maskPhone,
): Promise<PresentedCall[]> {
  const names = await readNames(naming, calls);
  const steps = await CallStep.findAll({
    where: { callSid: calls.map(({ sid }) => sid) },
    order: [
      ['at', 'ASC'],
      ['id', 'ASC'],
    ],
  });
  const stepsOf = new Map(calls.map(({ sid }): [string, CallStep[]] => [sid, []]));
  for (const step of steps) stepsOf.get(step.callSid)?.push(step);
  return calls.map((call) =>
    answer.shown(answer.call, {
      ...call.get(),
      from: call.fromPhone && show(call.fromPhone),
      to: call.toPhone && show(call.toPhone),
      ticket: names.ticketNumber(call.ticketId),
      person: names.person(call.personCode),
      attempt: call.attemptId,
      nodes: (stepsOf.get(call.sid) ?? []).filter(isTelling).map((step) => presentStep(step, show)),
    }),
  );
}

/** A step that only enters a node says nothing once the node was answered. */
const isTelling = (step: CallStep, index: number, steps: readonly CallStep[]): boolean =>
  step.input !== 'enter' || steps[index + 1]?.node !== step.node;

/** So many digits in a row may be a phone number. */
const phoneLike = /\d{7,}/g;

const presentStep = (step: CallStep, show: ShowPhone) =>
  answer.shown(answer.walked, { ...step.get(), keys: step.keys && step.keys.replace(phoneLike, show) });
