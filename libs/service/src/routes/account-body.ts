import { readContract, type AccountContract } from '@seatmeter/contracts';
import { jsonOf, textOf } from '../http/body';
import { Problem } from '../http/problem';

const WRAPPED = 'accounts[0]';

/** Without what only an answer has, so that an account can be put as it was got. */
const asPut = (account: object): string => {
  const { policyInForce, ...rest } = account as { policyInForce?: unknown };
  return policyInForce === undefined ? '' : JSON.stringify(rest, null, 2);
};

const placeIn = (place: string): string =>
  place.startsWith(WRAPPED) ? place.slice(WRAPPED.length).replace(/^\./, '') : place;

/**
 * Reads one account of contract.json. @throws Problem: 400 when the body is no JSON; 422 with every place that is wrong,
 * or when it names another account than the path.
 */
export const readAccount = (accountId: string, body: unknown): AccountContract => {
  const value = jsonOf(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Problem(
      422,
      'CONTRACT_INVALID',
      'the body must be one account, { "id", "pools", … }',
    );
  const text = asPut(value) || textOf(body as Buffer);
  const read = readContract(`{"accounts":[${text}]}`, 'body');
  if ('problems' in read) {
    const problems = read.problems.map(({ line, place, message }) => {
      return { line, place: placeIn(place), message };
    });
    const told = problems.map(({ place, message }) => `${place || 'the account'} ${message}`);
    throw new Problem(422, 'CONTRACT_INVALID', told.join('; '), { problems });
  }
  const account = read.contract.accounts[0]!;
  if (account.id === accountId) return account;
  const told = `the path names the account ${accountId}, the body ${account.id}: give both the same id`;
  throw new Problem(422, 'ACCOUNT_ID_DIFFERS', told, { path: accountId, body: account.id });
};
