const { availableParallelism } = require('node:os');

const swc = [
  '@swc/jest',
  { jsc: { parser: { syntax: 'typescript' }, target: 'es2023', transform: { useDefineForClassFields: false } } },
];
const common = {
  testEnvironment: '<rootDir>/test/support/environment.cjs',
  transform: { '^.+\\.ts$': swc },
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  setupFiles: ['<rootDir>/test/support/end-contexts.cjs'],
};

/** Tests that need a database run twice, once on each kind: these folders. */
const onDatabase = ['models', 'services', 'dialogue', 'http', 'calls', 'cli'];
const suite = (kind, more = {}) => ({
  ...common,
  displayName: kind,
  globals: { DATABASE_KIND: kind, ...more },
  testMatch: onDatabase.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
});

/** Call tests on MariaDB have a carrier that repeats, reorders, delays and drops callbacks (test/support/chaos.ts); `CHAOS_SEED=n npm test` varies which. */
const chaosSeed = Number(process.env.CHAOS_SEED ?? 1);

/** @type {import('jest').Config} */
module.exports = {
  // One more than there are cores: the browser waits for prompts most of its time, and the database has a process of its own.
  maxWorkers: availableParallelism() + 1,
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  // What test files leave behind in a worker slows it down; it begins afresh between two files.
  workerIdleMemoryLimit: '800MB',
  // A watchdog, not a measure: whole calls on a busy machine take their time.
  testTimeout: 180_000,
  globalSetup: '<rootDir>/test/support/global-setup.cjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.cjs',
  reporters: ['default', '<rootDir>/test/support/count-reporter.cjs'],
  projects: [
    {
      ...common,
      displayName: 'pure',
      testMatch: ['domain', 'carrier', 'emulator', 'flows', 'house'].map(
        (folder) => `<rootDir>/test/${folder}/**/*.test.ts`,
      ),
    },
    { ...common, displayName: 'browser', testMatch: ['<rootDir>/test/browser/**/*.test.ts'] },
    suite('sqlite'),
    suite('mariadb', { CHAOS: chaosSeed }),
  ],
};
