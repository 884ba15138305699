import { PolicyTermsContract, type AccountContract } from '@seatmeter/contracts';
import { InvalidArgumentError } from 'commander';
import { closest } from 'fastest-levenshtein';

/** Terms given on the command line, by name; `preset` replaces all others first. */
export type PolicyOverrides = Readonly<Record<string, string | null>>;

const TERMS = Object.keys(PolicyTermsContract.shape).filter((term) => term !== 'from');

/** Adds one `term=value` to the overrides so far, as commander collects them. */
export const collectOverride = (
  argument: string,
  before: PolicyOverrides = {},
): PolicyOverrides => {
  const [term = '', value, ...more] = argument.split('=');
  if (value === undefined || more.length > 0) {
    throw new InvalidArgumentError('It must be term=value, as graceModel=none.');
  }
  if (!TERMS.includes(term)) {
    const near = closest(term, TERMS);
    throw new InvalidArgumentError(`There is no term "${term}". Did you mean ${near}?`);
  }
  const given = { [term]: term === 'leaseTtl' && value === 'null' ? null : value };
  const checked = PolicyTermsContract.safeParse(given);
  if (!checked.success) {
    const problem = checked.error.issues[0]?.message ?? 'is wrong';
    throw new InvalidArgumentError(`${term} ${problem}.`);
  }
  return { ...before, ...given };
};

/** The account with the overrides in every version of its policy. */
export const withOverrides = (
  account: AccountContract,
  overrides: PolicyOverrides,
): AccountContract => ({
  ...account,
  policy: account.policy.map(({ from, ...stated }) =>
    PolicyTermsContract.parse({
      ...('preset' in overrides ? {} : stated),
      ...overrides,
      ...(from === undefined ? {} : { from }),
    }),
  ),
});
