import { type AskingNode, type Flow, isAsking } from './flow';
import { nodeAt, placesReached } from './flow-ways';

/** What the flows say of a caller who hangs up. */

type Flows = ReadonlyMap<string, Flow>;

/** Whether a question is part of a report that is not saved yet. */
export function isOnReport({ leaves }: Pick<AskingNode, 'leaves'>): boolean {
  return leaves !== undefined && leaves !== 'danger';
}

/** Questions in the middle of a report that do not say what a hang-up leaves: a caller who hangs up there would lose the report without a trace. */
export function leavesProblems(flows: Flows, flow: Flow): string[] {
  const isReport = (place: string): boolean => isReportAt(flows, place);
  const asked = [...flows.values()].flatMap(placesOf).filter(isReport);
  const next = new Set(asked.flatMap((place) => nextQuestions(flows, place)));
  return placesOf(flow)
    .filter((place) => next.has(place) && !isReport(place) && nextQuestions(flows, place).some(isReport))
    .map((place) => `${place}: stands in the middle of a report and does not say what a hang-up leaves`);
}

/** What a question says of a hang-up before the call comes to these verbs; without it the danger or the report would be lost. */
const leftBefore = { 'open-danger': 'danger', 'open-report': 'draft' } as const;

/** What a flow of the format before (ADR 0003) does not say, though callers rely on it: such a flow must not be used. */
export function unsaidLeaves({ nodes, facts }: Flow): string[] {
  const all = Object.values(nodes);
  const does = (verb: string): boolean => all.some((node) => node.kind === 'do' && node.do === verb);
  const lost = Object.entries(leftBefore)
    .filter(([verb, left]) => does(verb) && !all.some((node) => isAsking(node) && node.leaves === left))
    .map(([verb, left]) => `no question says 'leaves: ${left}', so a hang-up before ${verb} would be lost`);
  const isBound = Object.values(facts).some(({ belongsTo }) => belongsTo !== undefined);
  const mixed =
    does('open-report') && !isBound ? ["no fact says 'belongsTo', so answers about two places would mix"] : [];
  return [...lost, ...mixed];
}

const placesOf = ({ flow, nodes }: Flow): string[] => Object.keys(nodes).map((name) => `${flow}/${name}`);

function isReportAt(flows: Flows, place: string): boolean {
  const question = questionOf(flows, place);
  return question !== undefined && isOnReport(question);
}

function questionOf(flows: Flows, place: string): AskingNode | undefined {
  const node = nodeAt(flows, place);
  return node !== undefined && isAsking(node) ? node : undefined;
}

/** The questions that may be the next after a place. */
function nextQuestions(flows: Flows, place: string): string[] {
  const reached = placesReached(flows, [place], (at) => at === place || questionOf(flows, at) === undefined);
  reached.delete(place);
  return [...reached].filter((at) => questionOf(flows, at) !== undefined);
}
