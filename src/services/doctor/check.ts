import type { Database } from '../../../models/database';
import type { CarrierAccount } from '../../carrier/carrier';
import type { Clock } from '../../clock';
import type { Config } from '../../config';
import type { Policy } from '../../domain/policy';

/** A token of the settings, and the account at the carrier that is opened with it. */
export interface CarrierToken {
  readonly name: 'TWILIO_AUTH_TOKEN' | 'TWILIO_AUTH_TOKEN_NEXT';
  readonly token: string;
  readonly account: CarrierAccount;
}

/** An installation as the doctor examines it: nothing in it is changed. */
export interface Patient {
  readonly config: Config;
  /** The rules in force are config/policy.yaml of this folder with POLICY_FILE over it. */
  readonly projectRoot: string;
  readonly clock: Clock;
  /** The version of Node, without the `v`. */
  readonly nodeVersion: string;
  /** The present token and, during a change, the next one; empty with an emulator, whose token only the running process knows. */
  readonly tokens: readonly CarrierToken[];
  /** Signs a form webhook as the carrier does. */
  readonly sign: (url: string, params: Readonly<Record<string, string>>, token: string) => string;
}

/** As `Patient`, with a database that answers. */
export interface ConnectedPatient extends Patient {
  readonly database: Database;
}

/** As `ConnectedPatient`, with tables that are up to date and rules that can be read. */
export interface ReadablePatient extends ConnectedPatient {
  readonly policy: Policy;
}

/** Looks at one thing; finds nothing when all is well. When it throws, it is reported as "could not be looked at". */
export type Check<P extends Patient = Patient> = (patient: P) => readonly Finding[] | Promise<readonly Finding[]>;

/** How bad it is: an `error` loses calls or help now, a `warning` will or may, a `note` is only to be known. */
export type Severity = 'error' | 'warning' | 'note';

/** One thing that is not as it should be, in words for the person who runs the hotline. */
export interface Finding {
  readonly severity: Severity;
  /** What is wrong. */
  readonly problem: string;
  /** What it means for callers and crews. */
  readonly meaning: string;
  /** What to do: a command, a setting, a place. */
  readonly remedy: string;
}

/** One finding as a list, so that what several looks found is simply put together. */
const of =
  (severity: Severity) =>
  (problem: string, meaning: string, remedy: string): Finding[] => [{ severity, problem, meaning, remedy }];

export const error = of('error');
export const warning = of('warning');
export const note = of('note');

/** `1 report`, `3 reports`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `3 people: 王芳, 李强, …`; the first `most` of a list in one line. */
export function listed(names: readonly string[], most = 5): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}
