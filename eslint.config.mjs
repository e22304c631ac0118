import tseslint from 'typescript-eslint';

/**
 * Rules that guard the product first: no promise left floating (an audit write not awaited is an audit write lost),
 * every case of a union handled, no `any`. Then those of the house style that a linter can see.
 * Rules of who may import whom stand in .dependency-cruiser.cjs.
 */

/** Rules written as syntax: a list per kind of file, because a later `no-restricted-syntax` replaces an earlier one. */
const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: one thing has one name everywhere.',
};

const noEnvironment = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'Only src/config reads the environment; inject AppConfig.',
};

const noClockOrChance = [
  {
    selector: 'MemberExpression[object.name="Date"][property.name="now"]',
    message: 'Domain code takes the time as an argument (nowMs).',
  },
  {
    selector: ':matches(NewExpression, CallExpression)[callee.name="Date"][arguments.length=0]',
    message: 'Domain code takes the time as an argument (nowMs).',
  },
  {
    selector: 'MemberExpression[object.name="Math"][property.name="random"]',
    message: 'Domain code takes random values as arguments.',
  },
];

const honestTests = [
  {
    selector:
      'MemberExpression[object.name=/^(describe|it|test)$/][property.name=/^(skip|only|todo|failing)$/]',
    message:
      'Every test runs. What a machine lacks is said by test/run.mjs, not skipped in a spec.',
  },
  {
    selector: 'CallExpression[callee.name=/^(xdescribe|fdescribe|xit|fit|xtest)$/]',
    message:
      'Every test runs. What a machine lacks is said by test/run.mjs, not skipped in a spec.',
  },
  {
    selector:
      'CallExpression:matches([callee.name=/^(it|test)$/], [callee.callee.object.name=/^(it|test)$/], [callee.tag.object.name=/^(it|test)$/]) > :matches(ArrowFunctionExpression, FunctionExpression) > BlockStatement[body.length=0]',
    message: 'An empty test proves nothing.',
  },
];

const noSleep = [
  {
    selector: 'CallExpression[callee.name="setTimeout"]',
    message: 'Wait for the condition, not for a time (test/support has what waits).',
  },
  {
    selector: 'ImportDeclaration[source.value=/^(node:)?timers\\u002fpromises$/]',
    message: 'Wait for the condition, not for a time (test/support has what waits).',
  },
  {
    selector: 'CallExpression[callee.property.name="waitForTimeout"]',
    message: 'Wait for the condition, not for a time.',
  },
];

const typescript = ['**/*.ts', '**/*.tsx'];
const specs = ['**/*.spec.ts', '**/*.spec.tsx'];

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '.data/', 'test/fixtures/', 'test/**/fixtures/'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-unused-vars': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': ['error', noDefaultExport],
    },
  },
  {
    files: typescript,
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Knows decorators: a class that Nest injects stays a value import.
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { prefer: 'type-imports', fixStyle: 'separate-type-imports' },
      ],
      '@typescript-eslint/consistent-type-exports': [
        'error',
        { fixMixedExportsWithInlineTypeSpecifier: true },
      ],
      // Numbers are fine in texts; the rest of the rule (no undefined, no objects) stays.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Nest and TypeORM declare their option objects as classes.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'no-unused-vars': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', noDefaultExport, noEnvironment],
    },
  },
  { files: ['src/config/**'], rules: { 'no-restricted-syntax': ['error', noDefaultExport] } },
  { files: ['src/cli/**', 'src/main.ts', 'src/cli.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['src/**/domain/**'],
    rules: {
      'no-restricted-syntax': ['error', noDefaultExport, noEnvironment, ...noClockOrChance],
      'no-restricted-globals': [
        'error',
        ...[
          'process',
          'fetch',
          'crypto',
          'performance',
          'setTimeout',
          'setInterval',
          'setImmediate',
        ],
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'node:crypto',
              allowImportNames: ['createHash', 'X509Certificate', 'KeyObject', 'verify'],
              message:
                'Domain code hashes, verifies and reads certificates; private keys and randomness belong to src/secrets.',
            },
            { name: 'crypto', message: 'Write node:crypto.' },
          ],
        },
      ],
    },
  },
  { files: ['test/**/*.ts', 'test/**/*.tsx'], rules: { 'max-lines': 'off' } },
  {
    files: specs,
    rules: {
      'max-lines': 'off',
      'no-restricted-globals': 'off',
      'no-restricted-imports': 'off',
      'no-restricted-syntax': ['error', noDefaultExport, ...honestTests, ...noSleep],
      // expect(mock.method) and expect(spy) read a method without calling it.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['src/**/domain/**/*.spec.ts', 'src/**/domain/**/*.spec.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[noDefaultExport, ...honestTests, ...noSleep, ...noClockOrChance],
      ],
    },
  },
  {
    // Tools read configuration as the module's default export.
    files: ['*.config.mjs', '*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
