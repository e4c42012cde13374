import js from '@eslint/js';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

/** The directions of design.md: each folder says what it may not import. */
const forbid = (message, group) => ['error', { patterns: [{ group, message }] }];
const libraries = [
  'express',
  'sequelize',
  'twilio',
  'winston',
  'node-cron',
  'umzug',
  'mysql2',
  'libsql',
  'prom-client',
];

const layers = [
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(?!zod$|luxon$|\\./|\\.\\./domain/)',
              message: 'Domain code is pure: it imports only zod, luxon and other domain files.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['models/**/*.ts'],
    rules: {
      // Takes the column definitions that Model.init wants for instances of the model.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-restricted-imports': forbid('Models know tables, not services or the web.', [
        '**/src/services/**',
        '**/src/http/**',
        '**/src/carrier/**',
        '**/cron/**',
        '**/emulator/**',
        'express',
        'twilio',
      ]),
    },
  },
  {
    files: ['src/carrier/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': forbid('The carrier knows calls, not tickets.', [
        '**/models/**',
        '**/services/**',
        '**/http/**',
        '**/cron/**',
        '**/emulator/**',
        'express',
        'sequelize',
      ]),
    },
  },
  {
    files: ['src/services/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': forbid('Services speak domain, models and the carrier port.', [
        '**/http/**',
        '**/cron/**',
        '**/cli/**',
        '**/emulator/**',
        '**/carrier/!(carrier)',
        'express',
        'twilio',
        'winston',
        'node-cron',
        'prom-client',
      ]),
    },
  },
  {
    files: ['src/http/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': forbid('Routers call services.', [
        '**/models/**',
        '**/cron/**',
        '**/cli/**',
        '**/emulator/**',
        'sequelize',
      ]),
    },
  },
  {
    files: ['cron/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': forbid('A job is a name, a schedule and one service call.', [
        '**/models/**',
        '**/http/**',
        '**/cli/**',
        '**/emulator/**',
        'sequelize',
      ]),
    },
  },
  {
    files: ['emulator/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-restricted-imports': forbid('The emulator is a program of its own.', [
        '**/src/**',
        '**/models/**',
        '**/cron/**',
        ...libraries.filter((name) => name !== 'express'),
      ]),
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
        { object: 'Math', property: 'random', message: 'Use node:crypto, outside the domain.' },
      ],
      'no-restricted-globals': [
        'error',
        { name: 'setTimeout', message: 'Use the injected clock.' },
        { name: 'setInterval', message: 'Use the injected clock.' },
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
