import type { Agreement, Instant, Policy, Pool, Span } from '@seatmeter/metering';
import { termsOf, tieHolds } from './arrival';
import { holds, inForce } from './intervals';
import type { Stay } from './sessions';

/** A time in which nothing changes: N, L and X of one pool. */
export interface Slice extends Span {
  readonly seats: number;
  readonly capacity: number;
  readonly excess: number;
}

/** A licence outside the catalogue's order, and no licence, come last. */
const rankOf = (agreement: Agreement, pool: string): number => {
  const { licence } = agreement.pools.find(({ id }) => id === pool)!;
  const rank = licence === null ? -1 : agreement.licenceOrder.indexOf(licence);
  return rank === -1 ? Infinity : rank;
};

/** The pools a user counts in, of those where a session of the user is open. */
const poolsCounted = (
  agreement: Agreement,
  { crossPool }: Policy,
  openIn: ReadonlySet<string>,
): string[] => {
  const inContractOrder = agreement.pools.map(({ id }) => id).filter((id) => openIn.has(id));
  if (crossPool === 'each') return inContractOrder;
  const highest = Math.min(...inContractOrder.map((id) => rankOf(agreement, id)));
  return [inContractOrder.find((id) => rankOf(agreement, id) === highest)!];
};

/** Whether the user holds a named licence of the pool's tier and so takes no seat of the pool. */
const isExempt = (agreement: Agreement, pool: Pool, user: string, at: Instant): boolean =>
  pool.licence !== null &&
  termsOf(agreement, user).namedLicences.some(
    (tie) =>
      tieHolds(tie, at) &&
      agreement.pools.find(({ id }) => id === tie.pool)?.licence === pool.licence,
  );

/** N(t). */
const seatsAt = (agreement: Agreement, pool: Pool, stays: readonly Stay[], at: Instant): number => {
  const { policy } = inForce(agreement.policies, at);
  const open = stays.filter((stay) => holds(stay, at));
  if (policy.countBy === 'session')
    return open.filter((stay) => stay.pool === pool.id && !isExempt(agreement, pool, stay.user, at))
      .length;
  const users = [...new Set(open.map(({ user }) => user))];
  return users.filter((user) => {
    const openIn = new Set(open.filter((stay) => stay.user === user).map((stay) => stay.pool));
    return (
      poolsCounted(agreement, policy, openIn).includes(pool.id) &&
      !isExempt(agreement, pool, user, at)
    );
  }).length;
};

/** L(t). */
export const capacityAt = ({ capacity }: Pool, at: Instant): number =>
  capacity.findLast(({ from }) => from <= at)?.seats ?? 0;

/** Every instant at which anything about the account may change. */
const changesOf = (agreement: Agreement, stays: readonly Stay[]): Instant[] => [
  ...stays.flatMap(({ start, end }) => [start, end]),
  ...agreement.policies.map(({ from }) => from),
  ...agreement.pools.flatMap(({ capacity }) => capacity.map(({ from }) => from)),
  ...[...agreement.users.values()]
    .flatMap(({ namedLicences }) => namedLicences)
    .flatMap(({ from, until }) => [from, until ?? Infinity]),
];

/** The pool's time line over `within`, cut wherever anything changes and at `cuts`. */
export const slicesOf = (
  agreement: Agreement,
  pool: Pool,
  stays: readonly Stay[],
  cuts: readonly Instant[],
  within: Span,
): Slice[] => {
  const edges = [...new Set([within.start, ...cuts, ...changesOf(agreement, stays), within.end])]
    .filter((at) => within.start <= at && at <= within.end)
    .sort((a, b) => a - b);
  return edges.slice(1).map((end, index) => {
    const start = edges[index]!;
    const seats = seatsAt(agreement, pool, stays, start);
    const capacity = capacityAt(pool, start);
    return { start, end, seats, capacity, excess: Math.max(0, seats - capacity) };
  });
};
