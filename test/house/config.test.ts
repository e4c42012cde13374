import { readFileSync } from 'node:fs';
import { parseMysqlUrl } from '../../models/mysql-hosts';
import { readConfig, settingNames } from '../../src/config';
import { isHotlineError } from '../../src/errors';

const twilio = { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 'token' };

function problemsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (!isHotlineError(error, 'invalid_settings')) throw error;
    return error.details['problems'] as string[];
  }
}

describe('.env.example', () => {
  const lines = readFileSync('.env.example', 'utf8').split('\n');
  const listed = lines.flatMap((line) => {
    const match = /^#? ?([A-Z_]+)=(.*)$/.exec(line);
    return match ? [[match[1]!, match[2]!] as const] : [];
  });

  it('lists the same names as the schema, each once', () => {
    expect(listed.map(([name]) => name).sort()).toEqual([...settingNames].sort());
  });

  it('shows the defaults: with every line uncommented nothing changes', () => {
    expect(readConfig(Object.fromEntries(listed))).toEqual(readConfig({}));
  });

  it('says what each setting is for', () => {
    const firstOfGroup = lines.filter((line, index) => /^# [A-Z_]+=/.test(line) && lines[index - 1] === '');
    expect(firstOfGroup).toEqual([]);
  });
});

it('starts a demo without any setting', () => {
  expect(readConfig({})).toEqual({
    host: '127.0.0.1',
    port: 3000,
    production: false,
    publicBaseUrl: 'http://127.0.0.1:3000',
    dataDir: 'data',
    databaseUrl: 'sqlite:data/faultline.sqlite',
    carrier: 'emulator',
    emulatorPort: 3001,
    apiBaseUrl: 'http://127.0.0.1:3001',
    hotlineNumber: '+8657195598',
    timezone: 'Asia/Shanghai',
    defaultLanguage: 'zh-CN',
    allowedPrefixes: ['+86'],
    flowsDir: 'ivr-flows',
    role: 'all',
    demo: true,
    logLevel: 'info',
  });
});

it('takes Twilio when its account is set, and then loads no demo', () => {
  expect(readConfig(twilio)).toMatchObject({
    carrier: 'twilio',
    accountSid: 'AC1',
    authToken: 'token',
    apiBaseUrl: 'https://api.twilio.com',
    demo: false,
  });
});

it('reads every setting', () => {
  const config = readConfig({
    ...twilio,
    NODE_ENV: 'production',
    HOST: '0.0.0.0',
    PORT: '8080',
    PUBLIC_BASE_URL: 'https://hotline.example.org/',
    DATA_DIR: '/var/lib/faultline',
    DATABASE_URL: 'mysql://hot:p@ss,word@db1:3306,db2:3307,db3/faultline',
    CARRIER: 'twilio',
    EMULATOR_PORT: '9',
    TWILIO_AUTH_TOKEN_NEXT: 'next',
    TWILIO_API_BASE_URL: 'http://127.0.0.1:4010/',
    HOTLINE_NUMBER: '+12025550123',
    TIMEZONE: 'Europe/Berlin',
    DEFAULT_LANGUAGE: 'en',
    ALLOWED_PREFIXES: '+86, +1',
    POLICY_FILE: 'policy.yaml',
    FLOWS_DIR: 'flows',
    ROLE: 'web',
    API_TOKEN: 'api',
    DEMO: 'true',
    LOG_LEVEL: 'debug',
  });
  expect(config).toEqual({
    production: true,
    host: '0.0.0.0',
    port: 8080,
    publicBaseUrl: 'https://hotline.example.org',
    dataDir: '/var/lib/faultline',
    databaseUrl: 'mysql://hot:p@ss,word@db1:3306,db2:3307,db3/faultline',
    carrier: 'twilio',
    emulatorPort: 9,
    accountSid: 'AC1',
    authToken: 'token',
    authTokenNext: 'next',
    apiBaseUrl: 'http://127.0.0.1:4010',
    hotlineNumber: '+12025550123',
    timezone: 'Europe/Berlin',
    defaultLanguage: 'en',
    allowedPrefixes: ['+86', '+1'],
    policyFile: 'policy.yaml',
    flowsDir: 'flows',
    role: 'web',
    apiToken: 'api',
    demo: true,
    logLevel: 'debug',
  });
  expect(Object.isFrozen(config)).toBe(true);
});

it.each([
  ['0.0.0.0', 'http://127.0.0.1:3000'],
  ['::', 'http://127.0.0.1:3000'],
  ['::1', 'http://[::1]:3000'],
  ['192.0.2.7', 'http://192.0.2.7:3000'],
])('listening on %s it is called at %s', (HOST, publicBaseUrl) => {
  expect(readConfig({ HOST }).publicBaseUrl).toBe(publicBaseUrl);
});

it('finds the emulator on loopback, wherever the hotline itself listens', () => {
  expect(readConfig({ HOST: '192.0.2.7', PORT: '8080' }).apiBaseUrl).toBe('http://127.0.0.1:8081');
});

it('takes plain http and loopback in production too', () => {
  const env = { ...twilio, NODE_ENV: 'production', PUBLIC_BASE_URL: 'http://127.0.0.1:3000' };
  expect(readConfig(env).publicBaseUrl).toBe('http://127.0.0.1:3000');
});

it('lists all problems together and repeats no value', () => {
  const env = {
    CARRIER: 'twilio',
    PORT: 'secret-x',
    DATABASE_URL: 'postgres://me:secret-y@h/d',
    TIMEZONE: 'Mars/Olympus',
    DEFAULT_LANGUAGE: 'fr',
    DEMO: 'perhaps',
  };
  const problems = problemsOf(env);
  expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual(
    ['DATABASE_URL', 'DEFAULT_LANGUAGE', 'DEMO', 'PORT', 'TIMEZONE', 'TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'].sort(),
  );
  expect(problems.join()).not.toContain('secret');
});

it.each([
  [{ CARRIER: 'twilio' }, ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN']],
  [{ TWILIO_ACCOUNT_SID: 'AC1' }, ['TWILIO_AUTH_TOKEN']],
  [{ TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: '  ' }, ['TWILIO_AUTH_TOKEN']],
  [{ NODE_ENV: 'production' }, ['CARRIER']],
  [{ EMULATOR_PORT: '3000' }, ['EMULATOR_PORT']],
  [{ PORT: '65535' }, ['EMULATOR_PORT']],
  [{ PORT: '0' }, ['PORT']],
  [{ PORT: '80.5' }, ['PORT']],
  [{ PUBLIC_BASE_URL: 'hotline.example.org' }, ['PUBLIC_BASE_URL']],
  [{ PUBLIC_BASE_URL: 'ftp://hotline.example.org' }, ['PUBLIC_BASE_URL']],
  [{ PUBLIC_BASE_URL: 'https://hot_line.example.org' }, ['PUBLIC_BASE_URL']],
  [{ PUBLIC_BASE_URL: 'http://[::]:8081' }, ['PUBLIC_BASE_URL']],
  [{ PUBLIC_BASE_URL: 'http://0.0.0.0:8081' }, ['PUBLIC_BASE_URL']],
  [{ PUBLIC_BASE_URL: 'https://h.example/?a=1' }, ['PUBLIC_BASE_URL']],
  [{ PUBLIC_BASE_URL: 'https://u:p@h.example' }, ['PUBLIC_BASE_URL']],
  [{ DATABASE_URL: 'mysql://host:3306' }, ['DATABASE_URL']],
  [{ DATABASE_URL: 'sqlite::memory:' }, ['DATABASE_URL']],
  [{ DATABASE_URL: 'mysql://localhost/faultline?ssl=true' }, ['DATABASE_URL']],
  [{ DATABASE_URL: 'mysql://h1,,h2/faultline' }, ['DATABASE_URL']],
  [{ DATABASE_URL: 'mysql://h1:99999/faultline' }, ['DATABASE_URL']],
  [{ DATABASE_URL: 'mysql://h1:x/faultline' }, ['DATABASE_URL']],
  [{ DATABASE_URL: 'mysql://u:100%@h1/faultline' }, ['DATABASE_URL']],
  [{ DATABASE_URL: 'mysql://localhost/faultline?ssl=true', ROLE: 'both' }, ['DATABASE_URL', 'ROLE']],
  [{ CARRIER: 'plivo' }, ['CARRIER']],
  [{ HOTLINE_NUMBER: '95598' }, ['HOTLINE_NUMBER']],
  [{ ALLOWED_PREFIXES: '+86,1' }, ['ALLOWED_PREFIXES']],
  [{ ROLE: 'both' }, ['ROLE']],
  [{ LOG_LEVEL: 'loud' }, ['LOG_LEVEL']],
])('refuses %j', (env, names) => {
  expect(problemsOf(env).map((problem) => problem.split(':')[0])).toEqual(names);
});

it('reads a database with several hosts and a password with @ and :', () => {
  expect(parseMysqlUrl('mysql://hot:p@ss:w%2Fd@db1:3306,db2:3307,[::1]/faultline')).toEqual({
    user: 'hot',
    password: 'p@ss:w/d',
    database: 'faultline',
    hosts: [
      { host: 'db1', port: 3306 },
      { host: 'db2', port: 3307 },
      { host: '::1', port: 3306 },
    ],
  });
});

it.each([
  'sqlite:data/faultline.sqlite',
  'sqlite:/var/lib/x.sqlite',
  'mysql://user:password@host:3306/database',
  'mysql://u:p@h1:3306,h2:3306,h3:3306/faultline',
  'mysql://localhost/faultline',
  'mysql://u@[::1]:3306/faultline',
])('takes the database %s', (DATABASE_URL) => {
  expect(readConfig({ DATABASE_URL }).databaseUrl).toBe(DATABASE_URL);
});
