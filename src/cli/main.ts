import { Command } from 'commander';
import { isHotlineError } from '../errors';
import { dialCommand } from './dial';
import { doctorCommand } from './doctor';
import { exportCommand, importCommand, migrateCommand } from './data';
import { forgetCommand } from './forget';
import { flowsCommand } from './flows';
import { serveCommand } from './serve';
import { stormCommand } from './storm';
import { print } from './terminal';
import { tokenCommand } from './token';

/** The `faultline` command: each subcommand in a file of its own. */
async function main(): Promise<void> {
  const program = new Command('faultline').description('A repair hotline that answers itself.');
  for (const command of [
    serveCommand(),
    migrateCommand(),
    importCommand(),
    exportCommand(),
    flowsCommand(),
    dialCommand(),
    stormCommand(),
    doctorCommand(),
    tokenCommand(),
    forgetCommand(),
  ]) {
    program.addCommand(command);
  }
  await program.parseAsync(process.argv);
}

main().catch((error: unknown) => {
  print.problem(isHotlineError(error) ? error.message : error);
  process.exitCode = 1;
});
