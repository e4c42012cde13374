import { Command } from 'commander';
import { openDatabase } from '../../models/database';
import { signatureOf } from '../carrier/signature';
import { TwilioAccount } from '../carrier/twilio-account';
import { systemClock, type Clock } from '../clock';
import { readConfig, type Config } from '../config';
import { isHotlineError } from '../errors';
import { projectRoot } from '../project-root';
import { type CarrierToken, error } from '../services/doctor/check';
import { examine, type Examined } from '../services/doctor/examine';
import { readEnvironment } from './environment';
import { print } from './terminal';

/** `faultline doctor`: exit code 1 when anything is an error. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('look for what is wrong in settings, database, carrier, public URL and roster, and say what to do')
    .option('--json', 'findings as JSON')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const examined = await examineInstallation(readEnvironment());
      if (json === true) print.line(JSON.stringify(examined, null, 2));
      else printReport(examined);
      if (count(examined, 'error') > 0) process.exitCode = 1;
    });
}

/** Examines the installation of these settings; changes nothing in it. */
export async function examineInstallation(
  env: NodeJS.ProcessEnv,
  clock: Clock = systemClock,
): Promise<readonly Examined[]> {
  let config: Config;
  try {
    config = readConfig(env);
  } catch (cause) {
    if (!isHotlineError(cause, 'invalid_settings')) throw cause;
    return [{ check: 'settings', findings: (cause.details['problems'] as readonly string[]).flatMap(wrongSetting) }];
  }
  const patient = {
    config,
    projectRoot,
    clock,
    nodeVersion: process.versions.node,
    tokens: tokensOf(config),
    sign: signatureOf,
  };
  const examined = await examine(patient, () => openDatabase({ url: config.databaseUrl, dataDir: config.dataDir }));
  return [{ check: 'settings', findings: [] }, ...examined];
}

const wrongSetting = (problem: string) =>
  error(
    `The setting ${problem}.`,
    'The hotline does not start.',
    `Correct ${problem.split(':')[0] ?? ''} in the environment or .env; .env.example shows every setting. The other checks follow when the settings are right.`,
  );

function tokensOf({ accountSid, authToken, authTokenNext, apiBaseUrl }: Config): CarrierToken[] {
  if (accountSid === undefined) return [];
  const given = (name: CarrierToken['name'], token = ''): CarrierToken[] =>
    token === '' ? [] : [{ name, token, account: new TwilioAccount({ accountSid, authToken: token, apiBaseUrl }) }];
  return [...given('TWILIO_AUTH_TOKEN', authToken), ...given('TWILIO_AUTH_TOKEN_NEXT', authTokenNext)];
}

const count = (examined: readonly Examined[], severity: string): number =>
  examined.flatMap(({ findings }) => findings).filter((finding) => finding.severity === severity).length;

const indented = (label: string, text: string): string =>
  `           ${label}${text.replaceAll('\n', '\n           ')}`;

function printReport(examined: readonly Examined[]): void {
  for (const { check, findings, skipped } of examined) {
    if (skipped !== undefined) print.line(`skipped    ${check}: ${skipped}`);
    else if (findings.length === 0) print.line(`ok         ${check}`);
    for (const { severity, problem, meaning, remedy } of findings) {
      print.line(`${severity.toUpperCase().padEnd(10)} ${check}: ${problem.replaceAll('\n', '\n           ')}`);
      print.line(indented('', meaning));
      print.line(indented('→ ', remedy));
    }
  }
  print.line(`\n${count(examined, 'error')} errors, ${count(examined, 'warning')} warnings.`);
}
