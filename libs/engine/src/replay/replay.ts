import type { StatementJson } from '@seatmeter/contracts';
import { compareUtf16, type Agreement, type Instant } from '@seatmeter/metering';
import { joinFindings, type Finding } from './findings';
import type { Counts, FoldedAccounts } from './fold';
import type { JoinedLogs } from './joined-logs';

/** What a replay prints: contracts.md's `replay --json`. */
export interface Replayed {
  /** Sorted by account, pool, cycle. */
  readonly statements: StatementJson[];
  readonly input: Counts & { rejected: number };
  /** The first thousand by source and id; `input.quarantined` counts all. */
  readonly quarantine: readonly Finding[];
}

/**
 * The instant of a replay when nobody names one: the latest event time of any fact of an account that an agreement
 * knows. Without such a fact there is none, and no statement.
 */
export const defaultAsOf = (
  logs: JoinedLogs,
  agreements: ReadonlyMap<string, Agreement>,
): Instant | undefined => {
  const known = logs.accounts.filter((account) => agreements.has(account));
  if (known.length === 0) return undefined;
  return known.reduce((latest, account) => Math.max(latest, logs.latestOf(account)), -Infinity);
};

/** Shares out the accounts of facts and agreements, so that every share holds about as many facts. */
export const shareAccounts = (
  logs: JoinedLogs,
  agreements: ReadonlyMap<string, Agreement>,
  shares: number,
): string[][] => {
  const accounts = [...new Set([...logs.accounts, ...agreements.keys()])];
  const sized = accounts.map((account) => ({ account, facts: logs.countOf(account) }));
  const loads = Array.from({ length: shares }, () => ({ facts: 0, accounts: [] as string[] }));
  for (const { account, facts } of sized.sort((one, other) => other.facts - one.facts)) {
    const lightest = loads.reduce((least, load) => (load.facts < least.facts ? load : least));
    lightest.facts += facts;
    lightest.accounts.push(account);
  }
  return loads.map((load) => load.accounts);
};

/** One answer out of the shares'. */
export const joinShares = (shares: readonly FoldedAccounts[], rejected: number): Replayed => {
  const sum = (count: keyof Counts): number =>
    shares.reduce((total, { counts }) => total + counts[count], 0);
  return {
    statements: shares
      .flatMap(({ statements }) => statements)
      .sort(
        (one, other) =>
          compareUtf16(one.accountId, other.accountId) ||
          compareUtf16(one.poolId, other.poolId) ||
          compareUtf16(one.cycle.start, other.cycle.start),
      ),
    input: {
      accepted: sum('accepted'),
      duplicates: sum('duplicates'),
      quarantined: sum('quarantined'),
      ignored: sum('ignored'),
      rejected,
    },
    quarantine: joinFindings(shares.map(({ quarantine }) => quarantine)),
  };
};
