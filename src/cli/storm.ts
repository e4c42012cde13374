import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { HotlineError } from '../errors';
import { projectRoot } from '../project-root';
import { emulatorUrl, endWithoutEmulator } from './ask-emulator';
import { complaintsOf } from './emulated-phone';
import { phonesOnFile } from './phones-on-file';
import { StormCaller } from './storm-caller';
import { StormReport } from './storm-report';
import { print } from './terminal';

const mostSeconds = 3600;
const mostCallers = 1000;
/** How long the last calls may take to end by themselves. */
const finishWithinMs = 60_000;
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

interface StormOptions {
  readonly seconds: number;
  readonly callers: number;
  readonly emulator?: string;
  readonly accounts: string;
}

/** `faultline storm`: many callers at once report a power cut, through the carrier emulator. */
export function stormCommand(): Command {
  return new Command('storm')
    .description('let many callers report a power cut at once, through the carrier emulator of this machine')
    .option('--seconds <n>', 'how long new calls begin', wholeNumber(mostSeconds), 60)
    .option('--callers <n>', 'how many call at once', wholeNumber(mostCallers), 64)
    .option('--emulator <url>', 'where the emulator is; found by the settings unless given')
    .option('--accounts <file>', 'an accounts.csv of callers on file', join(projectRoot, 'demo', 'accounts.csv'))
    .addHelpText(
      'after',
      '\nCalls begin for so many seconds and are finished; Ctrl-C hangs up at once. Their reports are real ones, crews are paged.',
    )
    .action(storm);
}

const wholeNumber =
  (most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1 || value > most)
      throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
    return value;
  };

async function storm({ seconds, callers, emulator, accounts }: StormOptions): Promise<void> {
  const url = emulatorAt(emulator);
  const before = await complaintsOf(url);
  const phones = phonesOnFile(accounts).slice(0, callers);
  if (phones.length === 0) throw new HotlineError('bad_request', `Nobody in ${accounts} has a phone on file.`);
  if (phones.length < callers) print.note(`Only ${phones.length} callers in ${accounts} have one address and a phone.`);
  print.note(`${phones.length} callers at once for ${seconds} s. Ctrl-C ends it.`);
  const report = new StormReport();
  const begun = performance.now();
  const storming = phones.map((number) => new StormCaller(url, number, report, () => endWithoutEmulator('the storm')));
  await callForAWhile(storming, report, seconds);
  const lasted = (performance.now() - begun) / 1000;
  for (const complaint of (await complaintsOf(url)).slice(before.length))
    report.wentWrong(`the carrier complains: ${complaint}`);
  for (const line of report.lines(lasted)) print.line(line);
  if (!report.isWell) process.exitCode = 1;
}

/** Throws HotlineError `bad_request` for an address on any other machine. */
function emulatorAt(given: string | undefined): string {
  const url = given ?? emulatorUrl();
  if (!URL.canParse(url) || !loopback.test(new URL(url).hostname)) {
    throw new HotlineError(
      'bad_request',
      `A storm is for the emulator of this machine alone: ${url} is no address such as http://127.0.0.1:3001.`,
    );
  }
  return url.replace(/\/+$/, '');
}

async function callForAWhile(callers: readonly StormCaller[], report: StormReport, seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1000;
  const over = Promise.all(callers.map((caller) => caller.callAgainAndAgain(() => performance.now() < until)));
  const ended = new AbortController();
  const how = await Promise.race([over.then(() => 'over'), brokenOff(seconds * 1000 + finishWithinMs, ended.signal)]);
  ended.abort();
  if (how === 'late')
    report.wentWrong('the call was not over a minute after the storm', callers.filter((each) => each.isCalling).length);
  if (how !== 'over') await Promise.all(callers.map((caller) => caller.stop()));
}

/** `early` when the storm is interrupted, `late` when it is not over in time. */
async function brokenOff(inMs: number, signal: AbortSignal): Promise<'early' | 'late'> {
  const interrupted = ['SIGINT', 'SIGTERM'].map((name) => once(process, name, { signal }).then(() => 'early' as const));
  const late = pause(inMs, 'late' as const, { signal });
  // The signal ends the waits that are still open.
  return Promise.any([...interrupted, late]).catch(() => 'late');
}
