const swc = [
  '@swc/jest',
  { jsc: { parser: { syntax: 'typescript' }, target: 'es2023', transform: { useDefineForClassFields: false } } },
];
const common = {
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': swc },
  modulePathIgnorePatterns: ['<rootDir>/dist'],
};

/** Tests that need a database run twice, once on each kind: these folders. */
const onDatabase = ['models', 'services', 'http', 'calls', 'cli'];
const suite = (kind) => ({
  ...common,
  displayName: kind,
  globals: { DATABASE_KIND: kind },
  testMatch: onDatabase.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
});

/** @type {import('jest').Config} */
module.exports = {
  // Every core: the tests wait for the database and the network as often as for the processor.
  maxWorkers: '100%',
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
    suite('sqlite'),
    suite('mariadb'),
  ],
};
