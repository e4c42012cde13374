import type { Call } from '../../../models/call';
import { CallStep } from '../../../models/call-step';
import { maskPhone, type ShowPhone } from '../../phone-number';
import { type Names, readNames } from './read-names';
import type { ServiceSettings } from '../context';
import { isoTime } from './iso-time';

/** So many digits in a row may be a phone number. */
const phoneLike = /\d{7,}/g;

const presentStep = ({ at, flow, node, input, keys }: CallStep, show: ShowPhone) => ({
  at: at.toISOString(),
  flow,
  node,
  input,
  keys: keys && keys.replace(phoneLike, show),
});

/** A step that only enters a node says nothing once the node was answered. */
const isTelling = (step: CallStep, index: number, steps: readonly CallStep[]): boolean =>
  step.input !== 'enter' || steps[index + 1]?.node !== step.node;

function present(call: Call, steps: readonly CallStep[], names: Names, show: ShowPhone) {
  return {
    sid: call.sid,
    direction: call.direction,
    from: call.fromPhone && show(call.fromPhone),
    to: call.toPhone && show(call.toPhone),
    language: call.language,
    flow: call.flow,
    startedAt: call.startedAt.toISOString(),
    endedAt: isoTime(call.endedAt),
    status: call.status,
    ticket: names.ticketNumber(call.ticketId),
    person: names.person(call.personCode),
    accountNo: call.accountNo,
    attempt: call.attemptId,
    nodes: steps.filter(isTelling).map((step) => presentStep(step, show)),
  };
}

/** A call with the nodes it walked, in their order. */
export type PresentedCall = ReturnType<typeof present>;

export async function presentCalls(
  settings: Pick<ServiceSettings, 'defaultLanguage'>,
  calls: readonly Call[],
  show: ShowPhone = maskPhone,
): Promise<PresentedCall[]> {
  const names = await readNames(settings, calls);
  const steps = await CallStep.findAll({
    where: { callSid: calls.map(({ sid }) => sid) },
    order: [
      ['at', 'ASC'],
      ['id', 'ASC'],
    ],
  });
  const stepsOf = new Map(calls.map(({ sid }): [string, CallStep[]] => [sid, []]));
  for (const step of steps) stepsOf.get(step.callSid)?.push(step);
  return calls.map((call) => present(call, stepsOf.get(call.sid) ?? [], names, show));
}
