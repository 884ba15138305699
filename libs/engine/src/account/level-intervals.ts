import { Grace, policyAt, type Instant, type Span } from '@seatmeter/metering';
import type { EvidenceInterval } from '../queries/statement-queries';
import { courseOf } from './course';
import type { AgreedAccount } from './known';

interface Run {
  readonly since: Instant;
  /** The level up to which levels have been over since then. */
  top: number;
}

/**
 * The spans of a pool's levels over capacity that touch `[cycle.start, until)`, from their start, which may lie before;
 * `seats` is the highest level of those that began and ended together. `billed`: under the default reading.
 */
export const levelIntervals = (
  account: AgreedAccount,
  poolId: string,
  cycle: Span,
  until: Instant,
): EvidenceInterval[] => {
  const found: EvidenceInterval[] = [];
  const runs = runsAtStart(account, poolId, cycle.start);
  const grace = new Grace({ ...cycle, policy: policyAt(account.agreement, cycle.start) });
  const lower = (excess: number, at: Instant): void => {
    while (runs.length > 0 && runs.at(-1)!.top > excess) {
      const run = runs.at(-1)!;
      const below = runs.at(-2)?.top ?? 0;
      const interval = { seats: run.top, start: run.since, end: at };
      found.push({ ...interval, billed: grace.billed(run.since, at) });
      if (excess > below) run.top = excess;
      else runs.pop();
    }
  };
  for (const { at, used, capacity } of courseOf(account, poolId, cycle.start, until, Infinity)) {
    const excess = Math.max(0, used - capacity);
    if (excess > (runs.at(-1)?.top ?? 0)) runs.push({ since: at, top: excess });
    else lower(excess, at);
  }
  lower(0, until);
  return found.sort((one, other) => one.start - other.start || one.seats - other.seats);
};

/** The levels that go on into the cycle. */
const runsAtStart = (account: AgreedAccount, poolId: string, start: Instant): Run[] => {
  const before = start - 1;
  const pool = account.liveAt(before)!.upTo(before).pool(poolId, start);
  if (pool === undefined) return [];
  const runs: Run[] = [];
  // What ends by itself at the very start may begin again with a fact of that instant: what lasted until then counts.
  for (let level = 1; ; level += 1) {
    const since = pool.overSince(level);
    if (since === undefined) return runs;
    if (runs.at(-1)?.since === since) runs.at(-1)!.top = level;
    else runs.push({ since, top: level });
  }
};
