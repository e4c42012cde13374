import { createInterface } from 'node:readline/promises';
import { stdin, stdout } from 'node:process';
import { Command } from 'commander';
import { systemClock } from '../clock';
import { HotlineError } from '../errors';
import { forgetPerson, planToForget, type Forgotten } from '../services/forget/forget-person';
import { print } from './terminal';
import { operator, withDatabase } from './with-database';

/** `faultline forget <phone>`: erases a person on request. */
export function forgetCommand(): Command {
  return new Command('forget')
    .description('erase what is known of the person with a phone number')
    .argument('<phone>', 'in international form: +8613800000001')
    .option('--yes', 'do not ask')
    .action((phone: string, { yes }: { readonly yes?: boolean }) =>
      withDatabase(async (settings) => {
        const context = { clock: systemClock, settings };
        const plan = await planToForget(context, phone);
        if (plan.obstacles.length > 0) throw new HotlineError('conflict', plan.obstacles.join('\n'));
        print.line(`This erases the number and the name in ${inWords(plan)}.`);
        print.line('Reports stay for the statistics without them. It cannot be undone, and backups still hold it all.');
        if (yes !== true && !(await agreed())) {
          print.line('Nothing was changed.');
          return;
        }
        tellWhatIsLeft(await forgetPerson(context, phone, operator()));
      }),
    );
}

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
const inWords = ({ reports, calls, recordings, accounts }: Forgotten): string =>
  `${counted(reports, 'report')}, ${counted(calls, 'call')}, ${counted(recordings, 'recording')} and ${counted(accounts, 'account')}`;

async function agreed(): Promise<boolean> {
  if (!stdin.isTTY) throw new HotlineError('bad_request', 'Nobody can be asked here: give --yes.');
  const terminal = createInterface({ input: stdin, output: stdout });
  const answer = await terminal.question('Erase it? Type yes: ');
  terminal.close();
  return answer.trim().toLowerCase() === 'yes';
}

function tellWhatIsLeft(forgotten: Forgotten): void {
  print.line(`Erased: ${inWords(forgotten)}.`);
  if (forgotten.recordings > 0)
    print.line(
      'The running service deletes the recordings at the carrier within a minute; npx faultline doctor tells of any left.',
    );
  if (forgotten.accounts > 0)
    print.line(
      'Take the number and the name out of the accounts.csv that you import from, or the next import brings them back.',
    );
}
