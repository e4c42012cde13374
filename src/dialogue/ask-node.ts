import type { CallScript, KeysWanted, Spoken } from '../carrier/carrier';
import type { AskingNode, Flow, Position } from '../domain/flow';
import type { Reason } from '../domain/flow-step';
import { speechSeconds } from '../domain/speech';
import type { Context } from '../services/context';
import { speak } from '../services/prompts';
import { positionUrl } from './position-url';
import type { Walk } from './walk';

/** The document that asks the node at which the walk stands, in the words that the reason calls for. */
export function askNode(walk: Walk, node: AskingNode, why: Reason): CallScript {
  const { context, position } = walk;
  const say = [...walk.said, ...questions(walk, node, why)];
  const action = positionUrl(context.settings.publicBaseUrl, position);
  if (node.kind === 'record') {
    const statusUrl = `${context.settings.publicBaseUrl}/voice/recording`;
    return {
      kind: 'record',
      say,
      action,
      record: { maxSeconds: node.seconds, silenceSeconds: 5, finishOnKey: '#*05', statusUrl },
    };
  }
  return { kind: 'ask', say, action, ask: keysWanted(node) };
}

function keysWanted(node: Exclude<AskingNode, { kind: 'record' }>): KeysWanted {
  if (node.kind === 'menu') return { numDigits: 1, finishOnKey: '', timeoutSeconds: node.wait };
  // A lone # is reported as silence unless it is collected as a key (contract section 4).
  const collectsHash = node.alone !== undefined;
  return { finishOnKey: collectsHash ? '' : '#', timeoutSeconds: node.wait };
}

const remarks: Partial<Record<Reason, string>> = {
  silence: 'common.silence',
  'unused-key': 'common.unused-key',
  'too-short': 'common.please-check',
  'out-of-range': 'common.please-check',
};

function questions({ context, position, vars, now }: Walk, node: AskingNode, why: Reason): Spoken[] {
  const { language } = position;
  const id = node.say ?? `${position.flow}.${position.node}`;
  const slow = position.repeats >= 2 ? { slow: true } : {};
  const words = (prompt: string): Spoken => ({ text: speak(context, language, prompt, vars, now), language, ...slow });
  const reask =
    position.tries === 0 || why === 'repeat' || why === 'language' ? id : `${id}${reasked(node, position.tries)}`;
  const remark = remarks[why];
  return remark === undefined ? [words(reask)] : [words(remark), words(reask)];
}

function reasked(node: AskingNode, tries: number): string {
  if (node.kind === 'menu' && node.listen) return '';
  return tries === 1 ? '.again' : '.last';
}

/** How often a page is said: as often as fits into `paging.listenFor`; undefined for every other node. */
export function triesAt(context: Context, flow: Flow, node: AskingNode, position: Position): number | undefined {
  if (node.kind !== 'menu' || !node.listen) return undefined;
  const text = context.flows.prompts(position.language)[node.say ?? `${flow.flow}.${position.node}`] ?? '';
  const roundMs = (speechSeconds(text) + node.wait) * 1000;
  return Math.max(1, Math.ceil(context.policy.paging.listenFor / roundMs));
}
