import { IANAZone } from 'luxon';
import { z } from 'zod';
import { readMysqlUrl } from '../models/mysql-hosts';
import { HotlineError } from './errors';

/** Every setting of the hotline, checked and with its defaults filled in; made once at start and passed down. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** NODE_ENV=production: logs are JSON and the emulator is refused. */
  readonly production: boolean;
  /** The URL that the carrier calls and signs, without a slash at the end. */
  readonly publicBaseUrl: string;
  readonly dataDir: string;
  /** `sqlite:<file>` or `mysql://user:password@host:port[,host:port…]/database`. */
  readonly databaseUrl: string;
  readonly carrier: 'twilio' | 'emulator';
  readonly emulatorPort: number;
  /** Absent with the emulator: the process that starts it then makes up account and token. */
  readonly accountSid?: string;
  readonly authToken?: string;
  readonly authTokenNext?: string;
  /** Where REST requests to the carrier go, without a slash at the end. */
  readonly apiBaseUrl: string;
  /** E.164. */
  readonly hotlineNumber: string;
  /** IANA zone. */
  readonly timezone: string;
  readonly defaultLanguage: 'zh-CN' | 'en';
  /** Each prefix is `+` and digits. */
  readonly allowedPrefixes: readonly string[];
  readonly policyFile?: string;
  readonly flowsDir: string;
  readonly role: 'web' | 'worker' | 'all';
  readonly apiToken?: string;
  readonly demo: boolean;
  readonly logLevel: 'error' | 'warn' | 'info' | 'debug';
}

/** Hosts that mean "every address of this machine": good to listen on, impossible to call. */
const wildcardHosts = new Set(['0.0.0.0', '::', '[::]']);
/** Whether a URL names a SQLite file, not `:memory:`, or servers in a form that the models can read. */
const isDatabaseUrl = (url: string): boolean => /^sqlite:(?!:)./.test(url) || readMysqlUrl(url) !== null;

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

/** What can be wrong with a URL that others call; the first problem that applies is reported. */
const urlProblems: readonly (readonly [(url: URL) => boolean, string])[] = [
  [(url) => !['http:', 'https:'].includes(url.protocol), 'must begin with http:// or https://'],
  [(url) => url.search + url.hash !== '', 'must end before any ? or #'],
  [(url) => url.username + url.password !== '', 'must not hold a user name or password'],
  [(url) => url.hostname.includes('_'), 'must not have an underscore in its host name: the carrier refuses it'],
  [(url) => wildcardHosts.has(url.hostname), 'must name a host that can be called, not every address of this machine'],
];

function httpUrlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'must be a URL such as https://hotline.example.org';
  const url = new URL(text);
  return urlProblems.find(([applies]) => applies(url))?.[1];
}

const port = z.coerce.number('must be a port number').int('must be a port number').min(1).max(65535);
const httpUrl = z
  .string()
  .superRefine((text, context) => {
    const problem = httpUrlProblem(text);
    if (problem) context.addIssue(problem);
  })
  .transform(withoutSlash);
const e164 = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a number in international form such as +8657195598');
const prefixes = z
  .string()
  .transform((text) => text.split(',').map((prefix) => prefix.trim()))
  .pipe(z.array(z.string().regex(/^\+\d{1,15}$/, 'must be prefixes such as +86 with commas between')));
const zone = z.string().refine((name) => IANAZone.isValidZone(name), 'must be an IANA zone such as Asia/Shanghai');
const database = z
  .string()
  .refine(isDatabaseUrl, 'must be sqlite:<file> or mysql://user:password@host:port[,host:port]/database');

/** The settings as they stand in the environment; `.env.example` lists the same names. */
const settings = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  PUBLIC_BASE_URL: httpUrl.optional(),
  DATA_DIR: z.string().default('data'),
  DATABASE_URL: database.optional(),
  CARRIER: z.enum(['twilio', 'emulator'], 'must be twilio or emulator').optional(),
  EMULATOR_PORT: port.optional(),
  TWILIO_ACCOUNT_SID: z.string().optional(),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  TWILIO_AUTH_TOKEN_NEXT: z.string().optional(),
  TWILIO_API_BASE_URL: httpUrl.optional(),
  HOTLINE_NUMBER: e164.default('+8657195598'),
  TIMEZONE: zone.default('Asia/Shanghai'),
  DEFAULT_LANGUAGE: z.enum(['zh-CN', 'en'], 'must be zh-CN or en').default('zh-CN'),
  ALLOWED_PREFIXES: prefixes.default(['+86']),
  POLICY_FILE: z.string().optional(),
  FLOWS_DIR: z.string().default('ivr-flows'),
  ROLE: z.enum(['web', 'worker', 'all'], 'must be web, worker or all').default('all'),
  API_TOKEN: z.string().regex(/^\S+$/, 'must not hold spaces').optional(),
  DEMO: z.stringbool({ error: 'must be true or false' }).optional(),
  LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug'], 'must be error, warn, info or debug').default('info'),
});
type Settings = z.infer<typeof settings>;

/** The names of contract section 2, in its order. */
export const settingNames: readonly string[] = Object.keys(settings.shape);

/** The named settings; an empty value counts as none, as in a `.env` file that is only partly filled in. */
function readNamed(env: NodeJS.ProcessEnv): Record<string, string> {
  const named = settingNames.map((name) => [name, env[name]?.trim() ?? ''] as const);
  return Object.fromEntries(named.filter(([, value]) => value !== ''));
}

type TwilioSettings = Readonly<
  Partial<Record<'CARRIER' | 'TWILIO_ACCOUNT_SID' | 'TWILIO_AUTH_TOKEN', string | undefined>>
>;

function carrierOf(read: TwilioSettings): Config['carrier'] {
  if (read.CARRIER === 'twilio' || read.CARRIER === 'emulator') return read.CARRIER;
  return read.TWILIO_ACCOUNT_SID ? 'twilio' : 'emulator';
}

function twilioProblems(read: TwilioSettings): string[] {
  if (carrierOf(read) !== 'twilio') return [];
  const needed = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'] as const;
  return needed.filter((name) => !read[name]).map((name) => `${name}: is needed with CARRIER=twilio`);
}

function emulatorProblems(read: Settings, production: boolean): string[] {
  if (carrierOf(read) !== 'emulator') return [];
  const own = emulatorPortOf(read);
  return [
    ...(production ? ['CARRIER: the emulator refuses NODE_ENV=production; set the TWILIO_… settings'] : []),
    ...(own === read.PORT ? ['EMULATOR_PORT: must differ from PORT'] : []),
    ...(own > 65535 ? ['EMULATOR_PORT: must be given when PORT is the last one'] : []),
  ];
}

const emulatorPortOf = (read: Settings): number => read.EMULATOR_PORT ?? read.PORT + 1;

/** A URL that reaches our own listener; IPv6 addresses need brackets and a wildcard is reached by loopback. */
function localUrl(host: string, ownPort: number): string {
  if (wildcardHosts.has(host)) return `http://127.0.0.1:${ownPort}`;
  return `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${ownPort}`;
}

function carrierSettings(read: Settings): Pick<Config, 'carrier' | 'emulatorPort' | 'apiBaseUrl'> & Partial<Config> {
  const carrier = carrierOf(read);
  // The emulator listens on loopback only, because it places calls for everybody who can reach it.
  const ownApi = carrier === 'emulator' ? `http://127.0.0.1:${emulatorPortOf(read)}` : 'https://api.twilio.com';
  return {
    carrier,
    emulatorPort: emulatorPortOf(read),
    apiBaseUrl: read.TWILIO_API_BASE_URL ?? ownApi,
    ...(read.TWILIO_ACCOUNT_SID && { accountSid: read.TWILIO_ACCOUNT_SID }),
    ...(read.TWILIO_AUTH_TOKEN && { authToken: read.TWILIO_AUTH_TOKEN }),
    ...(read.TWILIO_AUTH_TOKEN_NEXT && { authTokenNext: read.TWILIO_AUTH_TOKEN_NEXT }),
  };
}

function toConfig(read: Settings, production: boolean): Config {
  return {
    host: read.HOST,
    port: read.PORT,
    production,
    publicBaseUrl: read.PUBLIC_BASE_URL ?? localUrl(read.HOST, read.PORT),
    dataDir: read.DATA_DIR,
    databaseUrl: read.DATABASE_URL ?? `sqlite:${withoutSlash(read.DATA_DIR)}/faultline.sqlite`,
    ...carrierSettings(read),
    hotlineNumber: read.HOTLINE_NUMBER,
    timezone: read.TIMEZONE,
    defaultLanguage: read.DEFAULT_LANGUAGE,
    allowedPrefixes: Object.freeze(read.ALLOWED_PREFIXES),
    ...(read.POLICY_FILE && { policyFile: read.POLICY_FILE }),
    flowsDir: read.FLOWS_DIR,
    role: read.ROLE,
    ...(read.API_TOKEN && { apiToken: read.API_TOKEN }),
    demo: read.DEMO ?? carrierOf(read) === 'emulator',
    logLevel: read.LOG_LEVEL,
  };
}

const refuse = (problems: readonly string[]): never => {
  throw new HotlineError('invalid_settings', `Settings are wrong:\n  ${problems.join('\n  ')}`, { problems });
};

/** The settings of contract section 2 from the environment. Throws HotlineError `invalid_settings` that lists every problem; no value is repeated in it. */
// eslint-disable-next-line no-restricted-properties -- the one place where the environment is read
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const production = env['NODE_ENV'] === 'production';
  const named = readNamed(env);
  const parsed = settings.safeParse(named);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`);
    return refuse([...wrong, ...twilioProblems(named)]);
  }
  const problems = [...twilioProblems(parsed.data), ...emulatorProblems(parsed.data, production)];
  return problems.length > 0 ? refuse(problems) : Object.freeze(toConfig(parsed.data, production));
}
