import { Command } from 'commander';
import { readConfig } from '../config';
import { flowGraph } from '../domain/flow-graph';
import { lintFlows } from '../domain/flow-lint';
import { HotlineError } from '../errors';
import { verbs } from '../services/dialogue/verbs';
import { loadFlows } from '../services/flow-library';
import type { FlowLibrary } from '../services/flow-library';
import { readOfflineEnvironment } from './environment';
import { print } from './terminal';

/** `faultline flows check` and `faultline flows graph`. */
export function flowsCommand(): Command {
  const command = new Command('flows').description('look after the dialogues in ivr-flows/');
  command.command('check').description('find what is wrong in the dialogues and their prompts').action(check);
  command
    .command('graph')
    .description('draw the dialogues as Mermaid flowcharts')
    .argument('[flow]', 'one flow only')
    .action(graph);
  return command;
}

function library(): FlowLibrary {
  const { flowsDir, defaultLanguage } = readConfig(readOfflineEnvironment());
  return loadFlows(flowsDir, defaultLanguage);
}

function check(): void {
  const { flows, languages, prompts } = library();
  const books = new Map(languages.map((language) => [language, prompts(language)]));
  const { problems, unbuilt } = lintFlows({ flows, books, verbs });
  if (problems.length > 0) {
    throw new HotlineError('invalid_flow', `${problems.length} problems in the dialogues:\n  ${problems.join('\n  ')}`);
  }
  const nodes = [...flows.values()].reduce((count, flow) => count + Object.keys(flow.nodes).length, 0);
  print.line(`${flows.size} flows, ${nodes} nodes, ${languages.join(' and ')}: nothing wrong.`);
  if (unbuilt.length > 0) {
    print.line(`A person answers where these are not built yet:\n  ${unbuilt.join('\n  ')}`);
  }
}

function graph(name?: string): void {
  const { flows } = library();
  const chosen = name === undefined ? [...flows.values()] : [...flows.values()].filter(({ flow }) => flow === name);
  if (chosen.length === 0) throw new HotlineError('not_found', `There is no flow ${name ?? ''}.`);
  for (const flow of chosen) print.line(`%% ${flow.flow}\n${flowGraph(flow)}`);
}
