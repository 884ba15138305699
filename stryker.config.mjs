import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jest from './jest.config.js';

// Read by test/properties/property.ts: few cases, and the same ones for every mutant.
process.env.PROPERTY_RUNS ??= '200';
process.env.PROPERTY_SEED ??= '20260301';

const unit = jest.projects.find(({ displayName }) => displayName === 'unit');

/** See docs/mutation.md. */
export default {
  mutate: ['libs/metering/src/**/*.ts', '!**/*.spec.ts', '!**/index.ts'],
  testRunner: 'jest',
  coverageAnalysis: 'perTest',
  jest: {
    config: {
      projects: [
        {
          ...unit,
          testRunner: '<rootDir>/test/properties/until-one-fails.cjs',
          roots: [
            '<rootDir>/libs/metering',
            '<rootDir>/test/scenarios',
            '<rootDir>/test/properties',
          ],
        },
      ],
    },
  },
  concurrency: 2,
  // What takes so much longer than the first run is an endless loop, or the machine is busy with something else.
  timeoutMS: 5_000,
  timeoutFactor: 1.5,
  ignorePatterns: ['dist', 'coverage', 'examples', '.seatmeter'],
  tempDirName: join(tmpdir(), 'seatmeter-mutation'),
  reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
};
