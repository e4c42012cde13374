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

/** Runs the `faultline` command with these words; what goes wrong is printed and sets the exit code. Each subcommand has a file of its own. */
export async function faultline(words: readonly string[]): Promise<void> {
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
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    print.problem(isHotlineError(error) ? error.message : error);
    process.exitCode = 1;
  }
}
