import type { CallInfo } from '../../src/domain/call';
import type { Facts } from '../../src/domain/flow';
import { setFacts } from '../../src/domain/flow-facts';
import { runVerb } from '../../src/dialogue/run-verb';
import type { Scene, VerbResult } from '../../src/dialogue/verb';
import { verbs } from '../../src/dialogue/verbs/verbs';
import type { Context } from '../../src/services/context';
import { customer } from './paging-stage';
import { flows } from './shipped';

interface Begun {
  readonly flow: string;
  readonly phone?: string | null;
  readonly facts?: Facts;
}

/** The carrier's id of a recording. */
export const recording = `RE${'a'.repeat(32)}`;

type Said = Partial<Pick<Scene, 'flow' | 'keys' | 'facts' | 'recording'>> & { readonly call?: Partial<CallInfo> };

/** The customer's call that a verb is asked in, unless said otherwise. */
export const customersCall: CallInfo = { sid: 'CA-one', phone: customer, direction: 'inbound', token: null };

/** What a verb answers when it is asked by itself. */
export function answerOf(context: Context, verb: string, { call, ...said }: Said = {}): Promise<VerbResult> {
  const scene = { flow: 'any', node: 'any', language: 'zh-CN', facts: {}, keys: '', recording: null, ...said };
  return runVerb(context, verbs, verb, { ...scene, call: { ...customersCall, ...call } }, 5000);
}

/** A call whose facts go on from verb to verb, as they do in its URLs. */
export function verbCall(context: Context, { flow, phone = customer, facts: begun = {} }: Begun) {
  let facts = begun;
  const heard = async (verb: string, keys = '', spoken: string | null = null): Promise<VerbResult> => {
    const said = spoken === null ? null : { sid: spoken, seconds: 3 };
    const result = await answerOf(context, verb, { call: { phone }, flow, facts, keys, recording: said });
    facts = setFacts(flows.flows.get(flow)!, facts, result.set);
    return result;
  };
  const outcome = async (...answer: Parameters<typeof heard>): Promise<string> => (await heard(...answer)).outcome;
  return { heard, outcome, facts: () => facts };
}
