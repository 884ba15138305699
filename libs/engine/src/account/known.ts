import { parseInstant, type StatementJson } from '@seatmeter/contracts';
import {
  calendarAt,
  type Agreement,
  type Instant,
  type Pool,
  type Span,
} from '@seatmeter/metering';
import { DateTime } from 'luxon';
import { EngineError } from '../engine-error';
import type { Account } from './account';
import type { Accounts } from './accounts';

/** An account that has a contract. */
export type AgreedAccount = Account & { agreement: Agreement };

/** @throws EngineError ACCOUNT_UNKNOWN when nothing was agreed with the account. */
export const agreed = (account: Account): AgreedAccount => {
  if (account.agreement !== undefined) return account as AgreedAccount;
  throw new EngineError(
    'ACCOUNT_UNKNOWN',
    `nobody knows the account ${account.id}: state its contract first, or check the id`,
    { accountId: account.id },
  );
};

/** A pool of an account. @throws EngineError ACCOUNT_UNKNOWN, POOL_UNKNOWN. */
export const poolOf = (account: Account, poolId: string): Pool => {
  const { pools } = agreed(account).agreement;
  const pool = pools.find(({ id }) => id === poolId);
  if (pool !== undefined) return pool;
  const known = pools.map(({ id }) => id).join(', ') || 'none';
  throw new EngineError(
    'POOL_UNKNOWN',
    `the account ${account.id} has no pool ${poolId}; its pools: ${known}`,
    { accountId: account.id, poolId },
  );
};

/** A cycle's first local date, which names it. */
export const nameOfCycle = ({ agreement }: AgreedAccount, start: Instant): string => {
  const { timeZone } = calendarAt(agreement, start);
  return DateTime.fromMillis(start, { zone: timeZone }).toISODate() ?? '';
};

export const spanOf = ({ cycle }: StatementJson): Span => ({
  start: parseInstant(cycle.start),
  end: parseInstant(cycle.end),
});

/** Of the cycles of these statements as of `now` that of a name; `current`: the one that holds `now`. @throws EngineError CYCLE_UNKNOWN. */
export const cycleNamed = (
  account: AgreedAccount,
  statements: readonly StatementJson[],
  name: string,
  now: Instant,
): Span => {
  const cycles = statements.map(spanOf);
  const found = cycles.find(({ start, end }) =>
    name === 'current' ? start <= now && now < end : nameOfCycle(account, start) === name,
  );
  if (found !== undefined) return found;
  const names = [...new Set(cycles.map(({ start }) => nameOfCycle(account, start)))].sort();
  const known = names.length === 0 ? 'it has none yet' : `it has ${names.slice(-12).join(', ')}`;
  throw new EngineError(
    'CYCLE_UNKNOWN',
    `the account ${account.id} has no cycle ${name}; ${known}`,
    { accountId: account.id, cycle: name },
  );
};

/** The numbers of the facts that came under an identity, the earliest first. */
export const factsNamed = async (
  accounts: Accounts,
  account: Account,
  source: string,
  id: string,
): Promise<number[]> => {
  const alike = account.history.candidates(source, id);
  if (alike.length === 0) return [];
  const stored = await accounts.facts(account, alike);
  return alike.filter((number) => {
    const { fact } = stored.get(number)!;
    return fact.source === source && fact.id === id;
  });
};

export const unknownFact = (accountId: string, source: string, id: string): EngineError =>
  new EngineError(
    'FACT_UNKNOWN',
    `no fact ${id} of the source ${source} was recorded for ${accountId}: check both, or send it`,
    { accountId, source, id },
  );
