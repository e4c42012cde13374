import { Command } from 'commander';
import { readConfig } from '../config';
import { runHotline, stopOnSignals } from '../main';
import { readEnvironment } from './environment';
import { print } from './terminal';

/** `faultline serve`, which is what `npm start` runs. */
export function serveCommand(): Command {
  return new Command('serve').description('migrate and serve').action(serve);
}

async function serve(): Promise<void> {
  const hotline = await runHotline(readConfig(readEnvironment()));
  stopOnSignals(hotline, print.problem);
  const { config, url } = hotline;
  print.line(`The hotline ${config.hotlineNumber} answers on ${url}`);
  print.line(
    `  tickets   ${url}/api/v1/tickets${config.apiToken === undefined ? ' (set API_TOKEN to read them)' : ''}`,
  );
  print.line(`  health    ${url}/readyz, ${url}/metrics`);
  if (config.carrier === 'emulator') {
    print.line(`  carrier   emulated on http://127.0.0.1:${config.emulatorPort}`);
    print.line('  a call    npx faultline dial');
  }
}
