import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { readConfig } from '../config';
import type { Flow } from '../domain/flow';
import { flowGraph } from '../domain/flow-graph';
import { lintFlows } from '../domain/flow-lint';
import { flowPicture } from '../domain/flow-picture';
import { promptReport } from '../domain/prompt-report';
import { HotlineError } from '../errors';
import { verbs } from '../dialogue/verbs/verbs';
import { loadFlows } from '../services/flow-library';
import { readOfflineEnvironment } from './environment';
import { promptPage } from './prompt-page';
import { print } from './terminal';

/** `faultline flows check`, `graph` and `prompts`. */
export function flowsCommand(): Command {
  const command = new Command('flows').description('look after the dialogues in ivr-flows/');
  command.command('check').description('find what is wrong in the dialogues and their prompts').action(check);
  command
    .command('graph')
    .description('draw the dialogues as Mermaid flowcharts')
    .argument('[flow]', 'one flow only')
    .option('--svg <dir>', 'draw pictures instead, one file for each flow in this folder')
    .action(graph);
  command
    .command('prompts')
    .description('write every sentence in all languages as a page for a native reader (HTML)')
    .action(prompts);
  return command;
}

function library() {
  const { flowsDir, defaultLanguage } = readConfig(readOfflineEnvironment());
  const { flows, languages, prompts } = loadFlows(flowsDir, defaultLanguage);
  return { flows, languages, books: new Map(languages.map((language) => [language, prompts(language)])) };
}

function check(): void {
  const { flows, languages, books } = library();
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

async function graph(name: string | undefined, { svg }: { svg?: string }): Promise<void> {
  const { flows } = library();
  const chosen = name === undefined ? [...flows.values()] : [...flows.values()].filter(({ flow }) => flow === name);
  if (chosen.length === 0) throw new HotlineError('not_found', `There is no flow ${name ?? ''}.`);
  if (svg !== undefined) await drawPictures(chosen, svg);
  else for (const flow of chosen) print.line(`%% ${flow.flow}\n${flowGraph(flow)}`);
}

async function drawPictures(flows: readonly Flow[], dir: string): Promise<void> {
  // An ES module, and only drawing needs it.
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const graphviz = await Graphviz.load();
  await mkdir(dir, { recursive: true });
  for (const flow of flows) {
    const file = join(dir, `${flow.flow}.svg`);
    await writeFile(file, graphviz.dot(flowPicture(flow)));
    print.line(file);
  }
}

function prompts(): void {
  const { flows, languages, books } = library();
  print.line(promptPage(promptReport(flows, books), languages));
}
