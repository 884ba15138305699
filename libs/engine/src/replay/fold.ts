import type { StatementJson } from '@seatmeter/contracts';
import {
  ACCEPTED,
  Admission,
  compareUtf16,
  DUPLICATE,
  IGNORED,
  meterBatch,
  quarantineReason,
  type Agreement,
  type BatchFigures,
  type Instant,
} from '@seatmeter/metering';
import { statementOf } from '../statement';
import { countBetween, Findings, type Finding } from './findings';
import type { JoinedLogs } from './joined-logs';
import { LogBatch } from './log-batch';

/** What became of the facts up to as-of. */
export interface Counts {
  accepted: number;
  duplicates: number;
  quarantined: number;
  ignored: number;
}

/** The statements of some accounts, and what became of their facts. */
export interface FoldedAccounts {
  readonly statements: StatementJson[];
  readonly counts: Counts;
  /** The first thousand. */
  readonly quarantine: readonly Finding[];
}

/** Folds the named accounts as of `asOf`. Facts of an account that has no agreement are counted, and have no statement. */
export const foldAccounts = (
  logs: JoinedLogs,
  agreements: ReadonlyMap<string, Agreement>,
  accounts: readonly string[],
  asOf: Instant,
): FoldedAccounts => {
  const counts: Counts = { accepted: 0, duplicates: 0, quarantined: 0, ignored: 0 };
  const findings = new Findings();
  const most = accounts.reduce((top, account) => Math.max(top, logs.countOf(account)), 0);
  const batch = new LogBatch(logs, most);
  const statements = accounts.flatMap((account) => {
    const agreement = agreements.get(account);
    batch.read(account, agreement && new Admission(agreement));
    const figures = meterBatch(agreement, batch, asOf);
    const waiting = tally(batch, figures.outcomes, counts, findings);
    return agreement === undefined ? [] : statementsOf(agreement, figures, asOf, waiting);
  });
  return { statements, counts, quarantine: findings.first() };
};

/** Counts what became of the facts; returns the event times of those in quarantine, sorted. */
const tally = (
  batch: LogBatch,
  outcomes: Uint8Array,
  counts: Counts,
  findings: Findings,
): Float64Array => {
  const waiting: Instant[] = [];
  const times = new Uint32Array(256);
  for (let fact = 0; fact < batch.length; fact += 1) times[outcomes[fact]!]! += 1;
  counts.accepted += times[ACCEPTED]!;
  counts.duplicates += times[DUPLICATE]!;
  counts.ignored += times[IGNORED]!;
  const inQuarantine = times.reduce(
    (sum, count, outcome) => (quarantineReason(outcome) === undefined ? sum : sum + count),
    0,
  );
  counts.quarantined += inQuarantine;
  for (let fact = 0; waiting.length < inQuarantine; fact += 1) {
    const reason = quarantineReason(outcomes[fact]!);
    if (reason === undefined) continue;
    waiting.push(batch.at[fact]!);
    findings.add({ source: batch.source(fact), id: batch.id(fact), reason });
  }
  return Float64Array.from(waiting).sort();
};

/** The statements of an account as of `asOf`; `waiting`: the event times of its facts in quarantine, sorted. */
export const statementsOf = (
  agreement: Agreement,
  { pools }: BatchFigures,
  asOf: Instant,
  waiting: Float64Array,
): StatementJson[] =>
  [...pools]
    .sort((one, other) => compareUtf16(one.poolId, other.poolId))
    .flatMap(({ poolId, cycles }) => {
      const pool = agreement.pools.find(({ id }) => id === poolId)!;
      return cycles.map((figures) => {
        const { start, end } = figures.cycle;
        return statementOf(agreement, pool, figures, asOf, countBetween(waiting, start, end));
      });
    });
