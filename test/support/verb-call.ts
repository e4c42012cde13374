import type { Facts } from '../../src/domain/flow';
import { setFacts } from '../../src/domain/flow-facts';
import { runVerb } from '../../src/dialogue/run-verb';
import type { VerbResult } from '../../src/dialogue/verb';
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

/** A call whose facts go on from verb to verb, as they do in its URLs. */
export function verbCall(context: Context, { flow, phone = customer, facts: begun = {} }: Begun) {
  let facts = begun;
  const call = { sid: 'CA-one', phone, direction: 'inbound', token: null } as const;
  const heard = async (verb: string, keys = '', spoken: string | null = null): Promise<VerbResult> => {
    const said = spoken === null ? null : { sid: spoken, seconds: 3 };
    const scene = { call, flow, node: 'any', language: 'zh-CN', facts, keys, recording: said };
    const result = await runVerb(context, verbs, verb, scene, 5000);
    facts = setFacts(flows.flows.get(flow)!, facts, result.set);
    return result;
  };
  const outcome = async (...answer: Parameters<typeof heard>): Promise<string> => (await heard(...answer)).outcome;
  return { call, heard, outcome, facts: () => facts };
}
