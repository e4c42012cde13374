import { readFileSync } from 'node:fs';
import js from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

const { folders, rooms } = JSON.parse(readFileSync(new URL('floors.json', import.meta.url), 'utf8'));

/** The doctor looks at everything, also at what the flows may ask of the verbs. */
const doctor = 'src/services/doctor';
const scopes = [
  ...Object.entries(folders).map(([folder, scope]) => ({ folder, ...scope })),
  {
    folder: doctor,
    ...folders['src/services'],
    imports: ['src/services', ...folders['src/services'].imports, 'src/dialogue/verbs/verbs.ts'],
  },
];
const filesOf = (folder) =>
  folder === 'src/services' ? ['./src/services/*.ts', './src/services/!(doctor)/**'] : `./${folder}`;

/** Files below a folder import nothing else of this project than what floors.json names. */
const foldersAlone = scopes.map(({ folder, imports, why }) => ({
  target: filesOf(folder),
  from: './',
  except: [folder, ...imports, 'node_modules'].map((path) => `./${path}`),
  message: why,
}));

const roomPath = (room) => (room === '.' ? './src/services/*.ts' : `./src/services/${room}`);
const names = (floor) => floor.rooms.filter((room) => room !== '.');

/** A room of the services imports lower floors only, and no other room of its own. */
const roomsAbove = rooms.flatMap((floor, index) =>
  floor.rooms.map((room) => {
    const barred = rooms
      .slice(index)
      .flatMap(names)
      .filter((other) => other !== room);
    return {
      target: roomPath(room),
      from: barred.map(roomPath),
      message: `It is on the same floor or a higher one than ${room === '.' ? 'the ground' : room} (floors.json).`,
    };
  }),
);
const zones = [...foldersAlone, ...roomsAbove].filter(({ from }) => from.length > 0);

const libraries = ['express', 'sequelize', 'twilio', 'winston', 'node-cron', 'mysql2', 'libsql', 'prom-client'];
const barLibraries = (folder, names) => ({
  files: [`${folder}/**/*.{ts,tsx}`],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      { patterns: [{ group: names, message: folders[folder].why }] },
    ],
  },
});

const layers = [
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(?!zod$|luxon$|\\.)', message: folders['src/domain'].why }] },
      ],
    },
  },
  barLibraries('models', ['express', 'twilio', 'winston', 'node-cron', 'prom-client']),
  barLibraries('src/carrier', ['express', 'sequelize', 'winston', 'node-cron', 'prom-client']),
  barLibraries('src/services', ['express', 'twilio', 'winston', 'node-cron', 'prom-client']),
  barLibraries('src/dialogue', ['express', 'twilio', 'winston', 'node-cron', 'prom-client']),
  barLibraries('src/http', ['sequelize', 'twilio', 'winston', 'node-cron']),
  barLibraries('cron', ['sequelize', 'express', 'twilio', 'winston']),
  barLibraries(
    'emulator',
    libraries.filter((name) => name !== 'express'),
  ),
  {
    // Takes the column definitions that Model.init wants for instances of the model.
    files: ['models/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off' },
  },
  {
    files: ['src/**/*.ts', 'models/**/*.ts', 'cron/**/*.ts', 'emulator/**/*.{ts,tsx}'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver-next': [importX.createNodeResolver({ extensions: ['.ts', '.tsx', '.js'] })],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      // Circles of types alone are found by test/house/floors.test.ts.
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
    },
  },
  {
    files: ['src/**/*.ts', 'models/**/*.ts', 'cron/**/*.ts'],
    ignores: ['src/app.ts', 'src/main.ts', 'src/cli/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportDeclaration[source.value=/(^|\\u002F)app$/]',
          message: 'Nothing imports app.ts but main.ts, the command line and test/support.',
        },
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Take the time from the injected clock.',
        },
      ],
    },
  },
];

export default tseslint.config(
  { ignores: ['dist', 'dist-*', 'node_modules', 'data', 'coverage', 'bench/results', 'test-output'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      complexity: ['error', 8],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings are read in src/config.ts.' },
        { object: 'Date', property: 'now', message: 'Take the time from the injected clock.' },
        ...['setTimeout', 'setInterval', 'setImmediate'].map((property) => {
          return { object: 'globalThis', property, message: 'Use the injected clock.' };
        }),
        { object: 'Math', property: 'random', message: 'Use node:crypto, outside the domain.' },
      ],
      'no-restricted-globals': [
        'error',
        { name: 'setTimeout', message: 'Use the injected clock.' },
        { name: 'setInterval', message: 'Use the injected clock.' },
        { name: 'setImmediate', message: 'Use the injected clock.' },
      ],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:timers', 'node:timers/*'], message: 'Use the injected clock.' }] },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Take the time from the injected clock.',
        },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  ...layers,
  {
    // A database is waited for in real time, and so is a person or an emulator at the other end of a terminal.
    files: [
      'models/{database,libsql-dialect,libsql-file,migrate,transaction}.ts',
      'src/follow-emulator.ts',
      'src/cli/{phone-terminal,storm,storm-caller}.ts',
      'test/**/*.ts',
    ],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['models/libsql-dialect.ts', 'test/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'setTimeout', 'setInterval'],
    },
  },
  {
    // A page shows what happens in real time: it has no clock to inject.
    files: ['emulator/phone-page/**/*.{ts,tsx}'],
    rules: { 'no-restricted-globals': 'off', 'no-restricted-properties': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    extends: [jest.configs['flat/recommended']],
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Phones assert on behalf of the tests that use them.
      'jest/no-standalone-expect': ['error', { additionalTestBlockFunctions: ['beforeEach', 'afterEach'] }],
      'jest/expect-expect': [
        'error',
        { assertFunctionNames: ['expect', '**.hears', '**.expect*', 'expect*', 'fc.assert'] },
      ],
    },
  },
  {
    files: ['test/support/**/*.ts'],
    rules: { 'jest/no-standalone-expect': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        __dirname: 'readonly',
      },
    },
  },
);
