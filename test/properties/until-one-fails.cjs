const circus = require('jest-circus/runner').default ?? require('jest-circus/runner');

/** The first result with a failed test, and the mutant it belongs to. */
let killed = { mutant: undefined, result: undefined };

/** Runs a file of tests as jest does, but none once a test has failed for the mutant: it is killed. */
module.exports = async (globals, config, environment, runtime, testFilePath, ...others) => {
  const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
  if (mutant !== undefined && mutant === killed.mutant) return leftOut(testFilePath);
  const result = await circus(globals, config, environment, runtime, testFilePath, ...others);
  if (result.numFailingTests > 0) killed = { mutant, result };
  return result;
};

const leftOut = (testFilePath) => ({
  ...killed.result,
  testFilePath,
  failureMessage: null,
  numFailingTests: 0,
  numPassingTests: 0,
  numPendingTests: 1,
  testResults: [{ ...killed.result.testResults[0], status: 'pending', failureMessages: [] }],
});
