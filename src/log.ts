import winston from 'winston';
import { type Clock, systemClock } from './clock';
import type { Config } from './config';
import { currentLogFields } from './log-context';
import { maskPhone, maskPhonesIn } from './phone-number';
import type { Logger } from './logger';

/** What the log needs to know: how it looks, what it leaves out. */
export type LogSettings = Pick<
  Config,
  'production' | 'logLevel' | 'authToken' | 'authTokenNext' | 'apiToken' | 'databaseUrl'
>;

export interface LogOptions {
  readonly clock?: Clock;
  /** stdout unless given. */
  readonly stream?: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

type Clean = (value: unknown) => unknown;

const hidden = '[hidden]';
const deepest = 6;
/** `digits` is here because people type PINs; phone numbers under other names are found by their plus sign. */
const secretKey = /token|secret|password|authorization|cookie|^pin|signature|^digits$/i;
const phoneKey = /phone|^(from|to|caller|called)$/i;

/** Replaces the secrets of these settings wherever they turn up in a text; short ones would eat ordinary words. */
function withoutSecrets(settings: LogSettings): (text: string) => string {
  const password = /\/\/[^/@]*?:(.+)@/.exec(settings.databaseUrl)?.[1];
  const secrets = [settings.authToken, settings.authTokenNext, settings.apiToken, password];
  const known = secrets.filter((secret): secret is string => secret !== undefined && secret.length >= 6);
  return (text) => known.reduce((rest, secret) => rest.replaceAll(secret, hidden), text);
}

function cleaner(settings: LogSettings): Clean {
  const scrub = withoutSecrets(settings);
  const cleanText = (text: string): string => maskPhonesIn(scrub(text));
  const cleanField = (key: string, value: unknown, depth: number): unknown => {
    if (secretKey.test(key) && value !== null && value !== undefined) return hidden;
    if (typeof value === 'string' && phoneKey.test(key) && /^[+\d][\d\s()-]{4,}$/.test(value)) return maskPhone(value);
    return clean(value, depth);
  };
  const cleanFields = (value: object, depth: number): unknown => {
    const entries = Object.entries(value).map(([key, inner]) => [key, cleanField(key, inner, depth + 1)]);
    return Object.fromEntries(entries);
  };
  const clean = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return cleanText(value);
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    if (depth > deepest) return '…';
    if (Array.isArray(value)) return value.map((inner) => clean(inner, depth + 1));
    return cleanFields(value instanceof Error ? describeError(value) : value, depth);
  };
  return (value) => clean(value, 0);
}

/** The fields of an error that are logged; errors of libraries also carry the statement or request with people's names, numbers and codes. */
const toldOfErrors = ['name', 'code', 'errno', 'status', 'details'] as const;

/** An error as fields: its name, its stack and its cause; `message` and `stack` are not enumerable. */
function describeError(error: Error): Record<string, unknown> {
  const own = error as Error & Readonly<Record<string, unknown>>;
  const cause = error.cause ?? own['parent'];
  return {
    ...Object.fromEntries(toldOfErrors.flatMap((key) => (own[key] === undefined ? [] : [[key, own[key]]]))),
    message: error.message,
    stack: error.stack,
    ...(cause !== undefined && { cause }),
  };
}

/** Line breaks would let a caller's text forge log lines. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ⏎ ');

function readable(info: winston.Logform.TransformableInfo): string {
  const { timestamp, level, message, ...fields } = info;
  const stack = JSON.stringify(fields).length > 2 ? ` ${JSON.stringify(fields)}` : '';
  return `${String(timestamp).slice(11, 23)} ${level.padEnd(5)} ${oneLine(String(message))}${stack}`;
}

/** The log: JSON in production and into pipes, readable on a terminal; every line carries the fields of log-context.ts, phone numbers are masked and secrets hidden wherever they stand. */
export function createLog(settings: LogSettings, options: LogOptions = {}): Logger {
  const { clock = systemClock, stream = process.stdout } = options;
  const clean = cleaner(settings);
  const forPeople = !settings.production && stream.isTTY === true;
  const logger = winston.createLogger({
    level: settings.logLevel,
    format: forPeople ? winston.format.printf(readable) : winston.format.json(),
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the rule misreads winston's own transports
    transports: [new winston.transports.Stream({ stream })],
  });
  const write =
    (level: string) =>
    (message: string, fields: Record<string, unknown> = {}) => {
      if (!logger.isLevelEnabled(level)) return;
      const line = clean({ ...currentLogFields(), ...fields }) as Record<string, unknown>;
      logger.log({ ...line, timestamp: clock.now().toISOString(), level, message: String(clean(message)) });
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
