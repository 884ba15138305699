import tseslint from 'typescript-eslint';

const clock = [
  { object: 'Date', property: 'now', message: 'Time is data: take an Instant as an argument.' },
  { object: 'DateTime', property: 'now', message: 'Time is data: take an Instant as an argument.' },
  { object: 'Math', property: 'random', message: 'The domain has no randomness.' },
];

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      'coverage/',
      'reports/',
      '.stryker-tmp/',
      '**/*.{js,cjs,mjs}',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './apps/dashboard/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      'max-lines': ['error', { max: 250 }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['libs/{metering,licensing,engine}/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-properties': ['error', ...clock],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Time is data: take an Instant as an argument.',
        },
      ],
    },
  },
  {
    files: ['libs/{metering,licensing}/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['node:*', '@seatmeter/*', '@nestjs/*'],
              message: 'The rules are pure functions over plain data.',
            },
          ],
        },
      ],
    },
  },
);
