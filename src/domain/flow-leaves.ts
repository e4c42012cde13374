import { isAsking } from './flow';
import type { AskingNode, Flow } from './flow';
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
