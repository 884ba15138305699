import { policyAt, type AccountFold, type Instant, type Span } from '@seatmeter/metering';
import type { Account } from './account';
import type { LiveFold } from './live-fold';

/** Facts taken at a time while looking for the stretch in which a figure rose. */
const STRIDE = 512;

interface Wanted {
  readonly poolId: string;
  readonly cycle: Span;
  readonly seats: number;
}

/** When a cycle's figure rose to what it is: the instant, and since when the level that did it had been over. */
export const riseOf = (
  account: Account,
  live: LiveFold,
  wanted: Wanted,
  until: Instant,
): { readonly since: Instant; readonly qualifiedAt: Instant } => {
  const end = Math.min(until, wanted.cycle.end - 1);
  let before = live.upTo(wanted.cycle.start - 1);
  for (;;) {
    const next = before.copy();
    next.advance(account.history, end, before.taken + STRIDE);
    if (next.taken === before.taken || reached(next, wanted, next.at)) break;
    before = next;
  }
  const qualifiedAt = walk(account, before, wanted, end) ?? wanted.cycle.end;
  const fold = live.upTo(qualifiedAt - 1);
  return { qualifiedAt, since: sinceOf(account, fold, wanted, qualifiedAt) };
};

const reached = (fold: AccountFold, { poolId, cycle, seats }: Wanted, at: Instant): boolean => {
  const pool = fold.pool(poolId, at)!;
  return pool.cycle.start === cycle.start && pool.standing(at).seatsBilledSoFar >= seats;
};

/** Goes on from one thing that happens to the next, and in between to every instant at which the figure rises by itself. */
const walk = (
  account: Account,
  fold: AccountFold,
  wanted: Wanted,
  end: Instant,
): Instant | undefined => {
  const { history } = account;
  for (;;) {
    const next = Math.min(fold.next(history), end + 1);
    const byItself = risesBefore(fold, wanted, next);
    if (byItself !== undefined) return byItself;
    if (next > end) return undefined;
    fold.goTo(history, next);
    if (reached(fold, wanted, fold.at)) return fold.at;
  }
};

const risesBefore = (fold: AccountFold, wanted: Wanted, next: Instant): Instant | undefined => {
  for (let at = Math.max(fold.at, wanted.cycle.start); at < next;) {
    const standing = fold.pool(wanted.poolId, at)!.standing(at);
    const rises = 'billableAt' in standing ? standing.billableAt : undefined;
    if (rises === undefined || rises <= at || rises >= next) return undefined;
    if (reached(fold, wanted, rises)) return rises;
    at = rises;
  }
  return undefined;
};

const sinceOf = (
  account: Account,
  fold: AccountFold,
  { poolId, cycle, seats }: Wanted,
  qualifiedAt: Instant,
): Instant => {
  const { graceModel } = policyAt(account.agreement!, cycle.start).policy;
  const level = graceModel.startsWith('excursion') ? 1 : seats;
  return fold.pool(poolId, qualifiedAt)?.overSince(level) ?? qualifiedAt;
};
