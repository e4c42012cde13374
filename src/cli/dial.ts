import { createInterface } from 'node:readline';
import { stdin, stdout } from 'node:process';
import { Command } from 'commander';
import { aboutPerson, demoPeople } from '../demo-people';
import { emulatorUrl, endWithoutEmulator } from './ask-emulator';
import { PhoneTerminal } from './phone-terminal';
import { print } from './terminal';

/** A caller of the demo town with one address and a phone on file. */
const demoCaller = '+8613800000001';
const help = `Type, and press Enter:
  0-9 * #                        keys, several at once work
  any other words                spoken, once something listens
  dial, answer, reject, hangup   what one does with a phone
  text WORDS                     sends a text to the hotline
  as WHOM                        be another phone: number, name or code
  +5m, +2h                       let time go by quickly, until a phone rings
  quit, or Ctrl-C                hang up and put the phone away`;

interface DialOptions {
  readonly as: string;
  readonly wait?: boolean;
  readonly list?: boolean;
}

/** `faultline dial`: a telephone in the terminal, connected to the carrier emulator. */
export function dialCommand(): Command {
  return new Command('dial')
    .description('call the hotline from this terminal, through the carrier emulator')
    .option('--as <whom>', 'whose phone this is: a number, or a name or code of the demo town', demoCaller)
    .option('--wait', 'do not call, wait for the phone to ring')
    .option('--list', 'list the people of the demo town, and end')
    .addHelpText('after', '\nLines from a pipe are used one by one, each when the phone is asked for it.')
    .action(dial);
}

async function dial({ as, wait, list }: DialOptions): Promise<void> {
  if (list === true) {
    for (const person of demoPeople()) print.line(`${person.phone}  ${person.name}, ${aboutPerson(person)}`);
    return;
  }
  const url = emulatorUrl();
  // Read from the start: lines that come before anybody reads would be lost.
  const lines = createInterface({ input: stdin, ...(stdin.isTTY && { output: stdout }), prompt: '' })[
    Symbol.asyncIterator
  ]();
  const terminal = new PhoneTerminal(url, () => endWithoutEmulator('the call'));
  await terminal.be(as);
  await useLines(terminal, lines, wait === true);
  await terminal.close();
}

async function useLines(terminal: PhoneTerminal, lines: AsyncIterable<string>, wait: boolean): Promise<void> {
  if (stdin.isTTY) print.line(help);
  else hangUpOnSignals(terminal);
  if (wait) print.line('Waiting for a call.');
  else await terminal.obey('dial');
  for await (const line of lines) {
    if (line.trim() === 'quit') return;
    if (stdin.isTTY) await terminal.obey(line.trim());
    else await useScripted(terminal, line.trim());
  }
  if (!stdin.isTTY) await terminal.hearOut();
}

async function useScripted(terminal: PhoneTerminal, line: string): Promise<void> {
  if (line === '') return;
  if (await terminal.readyFor(line)) await terminal.obey(line);
  else print.line(`  The call is over: not used: ${line}`);
}

function hangUpOnSignals(terminal: PhoneTerminal): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void terminal.close().then(() => process.exit(130)));
  }
}
