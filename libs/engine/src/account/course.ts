import type { Instant, PoolMeter, Standing } from '@seatmeter/metering';
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
  const { history } = account;
  const fold = account.liveAt(to)!.upTo(from);
  fold.passTo(from);
  for (let at = from; at < to;) {
    const pool = fold.pool(poolId, at);
    if (pool === undefined) return;
    const standing = pool.standing(at);
    const { seatsUsed, capacity } = pool.now;
    const billable = standing.phase === 'overage' ? standing.seatsBillable : 0;
    yield { at, used: seatsUsed, capacity, billable };
    at = Math.min(fold.next(history), nextStep(pool, standing, at));
    if (at < to) fold.goTo(history, at);
  }
}

/** When seats of a pool next outlast their grace while nothing else happens. */
const nextStep = (pool: PoolMeter, standing: Standing, at: Instant): Instant => {
  const [end = Infinity] = pool.graceEnds();
  const { billableAt = Infinity } = 'billableAt' in standing ? standing : {};
  return Math.min(end, billableAt > at ? billableAt : Infinity);
};

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
