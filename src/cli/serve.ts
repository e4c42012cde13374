import { Command } from 'commander';
import { readConfig } from '../config';
import { ProcessEnd, runHotline, type RunningHotline } from '../main';
import { readEnvironment } from './environment';
import { print } from './terminal';

/** `faultline serve`, which is what `npm start` runs. */
export function serveCommand(): Command {
  return new Command('serve').description('migrate and serve').action(serve);
}

async function serve(): Promise<void> {
  const end = new ProcessEnd(print.problem);
  const hotline = await runHotline(readConfig(readEnvironment()), end.failed);
  end.watch(hotline);
  tellWhatRuns(hotline);
}

function tellWhatRuns({ config, url }: RunningHotline): void {
  const emulated = config.carrier === 'emulator';
  print.line(`The hotline ${config.hotlineNumber} answers on ${url}`);
  print.line(
    `  tickets   ${url}/api/v1/tickets${config.apiToken === undefined ? ' (set API_TOKEN to read them)' : ''}`,
  );
  print.line(`  API docs  ${url}/api/docs`);
  print.line(`  health    ${url}/readyz, ${url}/metrics`);
  print.line(`  carrier   ${emulated ? `emulated on http://127.0.0.1:${config.emulatorPort}` : config.apiBaseUrl}`);
  if (emulated) print.line(`  phones    http://127.0.0.1:${config.emulatorPort}/phone   (open it and call)`);
  if (emulated) print.line(`  a call    ${portPrefix(config.emulatorPort)}npx faultline dial   (in another terminal)`);
  else
    print.line(`  webhooks  ${config.publicBaseUrl}/voice/incoming and /voice/status, /voice/fallback, /sms/incoming`);
}

/** What must stand before a command in another terminal so that the command finds this emulator. */
function portPrefix(emulatorPort: number): string {
  return emulatorPort === 3001 ? '' : `EMULATOR_PORT=${emulatorPort} `;
}
