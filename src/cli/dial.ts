import { createInterface } from 'node:readline';
import { stdin, stdout } from 'node:process';
import { Command } from 'commander';
import { readConfig } from '../config';
import { HotlineError } from '../errors';
import { readEnvironment } from './environment';
import { EmulatedPhone, ringingPhones } from './emulated-phone';
import { print } from './terminal';

/** A caller of the demo town with one address and a phone on file. */
const demoCaller = '+8613800000001';
const help = [
  'Keys 0-9 * # press themselves (several at once work). Other words are spoken where something is recorded.',
  'dial, answer, reject, hangup   what a phone does',
  'as +8613...                    be another phone, for instance the one that rings',
  'quit                           put this phone away',
].join('\n');

interface DialOptions {
  readonly as: string;
  readonly wait?: boolean;
}

/** `faultline dial`: a telephone in the terminal, connected to the carrier emulator. */
export function dialCommand(): Command {
  return new Command('dial')
    .description('call the hotline from this terminal, through the carrier emulator')
    .option('--as <number>', 'whose phone this is', demoCaller)
    .option('--wait', 'do not call, wait for the phone to ring')
    .action(dial);
}

async function dial({ as, wait }: DialOptions): Promise<void> {
  const { emulatorPort } = readConfig(readEnvironment());
  const terminal = new PhoneTerminal(`http://127.0.0.1:${emulatorPort}`);
  await terminal.be(as);
  print.line(help);
  if (wait !== true) await terminal.obey('dial');
  for await (const line of createInterface({ input: stdin, output: stdout, prompt: '' })) {
    if (line.trim() === 'quit') break;
    await terminal.obey(line.trim());
  }
  terminal.close();
}

/** One terminal, one phone at a time; it tells when another phone rings. */
class PhoneTerminal {
  private phone: EmulatedPhone | null = null;
  private readonly told = new Set<string>();
  private readonly watch: NodeJS.Timeout;

  constructor(private readonly url: string) {
    // eslint-disable-next-line no-restricted-globals -- a terminal shows what happens in real time
    this.watch = setInterval(() => void this.tellRinging(), 500);
    this.watch.unref();
  }

  close(): void {
    clearInterval(this.watch);
    this.phone?.close();
  }

  async be(number: string): Promise<void> {
    this.phone?.close();
    this.phone = new EmulatedPhone(this.url, number);
    await this.phone.listen((line) => {
      print.line(line);
    });
    print.line(`You hold the phone ${number}.`);
  }

  async obey(line: string): Promise<void> {
    try {
      await this.act(line);
    } catch (error) {
      if (!(error instanceof HotlineError)) throw error;
      print.line(`  ${error.message}`);
    }
  }

  private async act(line: string): Promise<void> {
    const { phone } = this;
    if (phone === null || line === '') return;
    const other = /^as (\+\d+)$/.exec(line)?.[1];
    if (other !== undefined) await this.be(other);
    else if (['dial', 'answer', 'reject', 'hangup'].includes(line)) await phone.act(line);
    else if (/^[0-9*#w]+$/.test(line)) await phone.act('keys', { keys: line });
    else await phone.act('say', { words: line });
  }

  private async tellRinging(): Promise<void> {
    const ringing = await ringingPhones(this.url).catch(() => []);
    for (const number of ringing.filter((ring) => ring !== this.phone?.number && !this.told.has(ring))) {
      print.line(`>> ${number} rings. To pick it up: as ${number}, then: answer`);
    }
    this.told.clear();
    for (const number of ringing) this.told.add(number);
  }
}
