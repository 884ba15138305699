import type { AccountFold, Instant } from '@seatmeter/metering';
import type { TimelinePoint } from '../queries/statement-queries';
import type { AgreedAccount } from './known';

/** The course of a pool in `[from, to)`, as steps; thinned to about `most` of them. */
export const courseOf = (
  account: AgreedAccount,
  poolId: string,
  from: Instant,
  to: Instant,
  most: number,
): TimelinePoint[] => {
  const points: TimelinePoint[] = [];
  for (const point of stepsOf(account, poolId, from, to)) {
    const last = points.at(-1);
    const same =
      last?.used === point.used &&
      last.capacity === point.capacity &&
      last.billable === point.billable;
    if (!same) points.push(point);
  }
  return thinned(points, most);
};

/** Every instant at which something may change, with what holds from then on. */
function* stepsOf(
  account: AgreedAccount,
  poolId: string,
  from: Instant,
  to: Instant,
): Generator<TimelinePoint> {
  if (from >= to) return;
  const { history } = account;
  const fold = account.liveAt(to)!.upTo(from);
  fold.passTo(from);
  yield* pointAt(fold, poolId, from);
  for (let at = from; ;) {
    const fact = fold.taken < history.count ? history.at[history.order[fold.taken]!]! : Infinity;
    const next = Math.min(fact, fold.nextByItself, nextStep(fold, poolId, at));
    if (next >= to) return;
    if (fact <= next) fold.advance(history, fact);
    else if (fold.nextByItself <= next) fold.passTo(next);
    at = next;
    yield* pointAt(fold, poolId, at);
  }
}

/** When seats of the pool next outlast their grace while nothing else happens. */
const nextStep = (fold: AccountFold, poolId: string, at: Instant): Instant => {
  const pool = fold.pool(poolId, at);
  if (pool === undefined) return Infinity;
  const [end = Infinity] = pool.graceEnds();
  const standing = pool.standing(at);
  const { billableAt = Infinity } = 'billableAt' in standing ? standing : {};
  return Math.min(end, billableAt > at ? billableAt : Infinity);
};

function* pointAt(fold: AccountFold, poolId: string, at: Instant): Generator<TimelinePoint> {
  const pool = fold.moments(at).find((one) => one.poolId === poolId);
  if (pool === undefined) return;
  const { seatsUsed, capacity, standing } = pool;
  const billable = standing.phase === 'overage' ? standing.seatsBillable : 0;
  yield { at, used: seatsUsed, capacity, billable };
}

/** Keeps of each of equal stretches the first point, the lowest and the highest use and the most billable. */
const thinned = (points: readonly TimelinePoint[], most: number): TimelinePoint[] => {
  if (points.length <= most) return [...points];
  const stretches = Math.max(1, Math.floor(most / 4));
  const size = points.length / stretches;
  const kept = new Set<TimelinePoint>();
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const part = points.slice(Math.floor(stretch * size), Math.floor((stretch + 1) * size));
    const best = (worth: (point: TimelinePoint) => number): TimelinePoint =>
      part.reduce((found, point) => (worth(point) > worth(found) ? point : found));
    kept.add(part[0]!);
    kept.add(best(({ used }) => used));
    kept.add(best(({ used }) => -used));
    kept.add(best(({ billable }) => billable));
  }
  return [...kept].sort((one, other) => one.at - other.at);
};
