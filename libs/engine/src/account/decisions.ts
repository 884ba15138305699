import type { StatementJson } from '@seatmeter/contracts';
import type { AccountFold, DurationMs, Instant, PoolMoment, Span } from '@seatmeter/metering';
import type { FactIdentity, StreamEvent } from '../stream/events';
import type { Account } from './account';
import { spanOf } from './known';
import { riseOf } from './rise';

/** The figure of a pool's cycle. */
interface Figure {
  readonly poolId: string;
  readonly cycle: Span;
  readonly seats: number;
}

/** The figures of the cycles that are not closed, as a fold stands at `at`: a level that is over at exactly the end of its grace counts. */
const openFigures = (account: Account, fold: AccountFold, at: Instant): Figure[] => {
  const now = new Map<string, PoolMoment>(fold.moments(at).map((pool) => [pool.poolId, pool]));
  return fold.figures(at).flatMap(({ poolId, cycles }) =>
    cycles
      .filter(({ cycle }) => !account.closed.has(cycle.start))
      .map(({ cycle, overageSeats }) => {
        const { cycleStart, standing } = now.get(poolId)!;
        const seats = cycleStart === cycle.start ? standing.seatsBilledSoFar : overageSeats;
        return { poolId, cycle, seats };
      }),
  );
};

/** Figures that were decided and are lower by now, because a late fact or a contract undid them. */
export const withdrawals = (
  account: Account,
  now: Instant,
  causesOf: () => readonly FactIdentity[],
): StreamEvent[] => {
  const live = account.liveAt(now);
  if (live === undefined || account.decided.size === 0) return [];
  if (![...account.decided.values()].some(({ seats }) => seats > 0)) return [];
  const causes = causesOf();
  const figures = openFigures(account, live.newest, Math.max(now, live.newest.at));
  return [...account.decided.values()].flatMap(({ poolId, cycle, seats }): StreamEvent[] => {
    const same = (one: Figure): boolean => one.poolId === poolId && one.cycle.start === cycle.start;
    const left = figures.find(same)?.seats ?? 0;
    if (left >= seats) return [];
    const type = 'OverageWithdrawn.v1';
    return [{ type, poolId, cycle, seats: left, previousSeats: seats, causes }];
  });
};

/**
 * The event time up to which overage may be decided at `now`: the allowed lateness ago, and before any fact that was
 * recorded since then (metering.md, Live standing; a fact of the very instant at which a grace ends holds it too, for it
 * may be the sign-out that ends it).
 */
export const settledUntil = (account: Account, now: Instant, lateness: DurationMs): Instant => {
  account.recent = account.recent.filter(({ recordedAt }) => recordedAt > now - lateness);
  return account.recent.reduce(
    (least, { earliest }) => Math.min(least, earliest - 1),
    now - lateness,
  );
};

/** Figures that rose by the facts up to `until`. */
export const qualifications = (account: Account, until: Instant): StreamEvent[] => {
  const { live } = account;
  if (live === undefined) return [];
  const fold = live.upTo(until);
  return openFigures(account, fold, until).flatMap((figure): StreamEvent[] => {
    const previousSeats = account.decidedSeats(figure.poolId, figure.cycle.start);
    if (figure.seats <= previousSeats) return [];
    const rise = riseOf(account, live, figure, until);
    return [{ type: 'OverageQualified.v1', ...figure, previousSeats, ...rise }];
  });
};

/** The cycles of these provisional statements that are over and not closed, the earliest first, each with its final statements. */
export const closings = (
  { closed }: Account,
  statements: readonly StatementJson[],
  isOver: (cycle: Span) => boolean,
): Extract<StreamEvent, { type: 'CycleClosed.v1' }>[] => {
  const cycles = new Map(statements.map(spanOf).map((cycle) => [cycle.start, cycle]));
  return [...cycles.values()]
    .filter((cycle) => !closed.has(cycle.start) && isOver(cycle))
    .sort((one, other) => one.start - other.start)
    .map((cycle) => ({
      type: 'CycleClosed.v1',
      cycle,
      statements: statements
        .filter((statement) => spanOf(statement).start === cycle.start)
        .map((statement) => ({ ...statement, status: 'final' })),
    }));
};
