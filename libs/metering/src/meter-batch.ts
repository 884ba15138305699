import { AccountMeter, type PoolFigures } from './account-meter';
import type { Agreement } from './agreement';
import { judgeArrivals } from './arrivals';
import { byEventTime } from './event-order';
import { POOL_NOT_GIVEN_HERE, POOL_UNKNOWN_HERE, type FactBatch } from './fact-batch';
import { Instants } from './instant-order';
import { AFTER_AS_OF, POOL_NOT_GIVEN, UNKNOWN_ACCOUNT, UNKNOWN_POOL } from './outcome';
import { STARTED } from './session-table';
import type { Instant } from './time';

/** What became of each fact of a batch, by its place, and the figures that follow. */
export interface BatchFigures {
  readonly outcomes: Uint8Array;
  readonly pools: readonly PoolFigures[];
}

/**
 * The figures of one account as of `asOf`: a function of the set of its facts, whatever the order and number of their
 * arrivals, but for which of two conflicting duplicates came first. Without an agreement nobody knows the account.
 */
export const meterBatch = (
  agreement: Agreement | undefined,
  batch: FactBatch,
  asOf: Instant,
): BatchFigures => {
  const outcomes = new Uint8Array(batch.length);
  judgeArrivals(batch, outcomes);
  if (agreement !== undefined) return foldBatch(agreement, batch, asOf, outcomes);
  outcomes.forEach((outcome, fact) => {
    if (batch.at[fact]! > asOf) outcomes[fact] = AFTER_AS_OF;
    else if (outcome === 0) outcomes[fact] = UNKNOWN_ACCOUNT;
  });
  return { outcomes, pools: [] };
};

/** The fold alone: facts whose outcome is not 0 are left out, the others get theirs. */
export const foldBatch = (
  agreement: Agreement,
  batch: FactBatch,
  asOf: Instant,
  outcomes: Uint8Array,
): BatchFigures => {
  admit(batch, asOf, outcomes);
  const order = byEventTime(batch, outcomes);
  const earliest = order.length > 0 ? batch.at[order[0]!]! : Infinity;
  const first = Math.min(earliest, agreement.startsAt ?? Infinity);
  if (first === Infinity) {
    const metered = agreement.pools.filter(({ model }) => model === 'concurrent');
    return { outcomes, pools: metered.map(({ id }) => ({ poolId: id, cycles: [] })) };
  }
  const meter = new AccountMeter(
    agreement,
    first,
    (user) => batch.userNumber(user),
    batch.sessions,
  );
  applyInOrder(meter, batch, order, outcomes);
  return { outcomes, pools: meter.figures(asOf) };
};

/** Leaves out what lies after as-of and what the contract does not know. */
const admit = (
  { length, kind, pool, at }: FactBatch,
  asOf: Instant,
  outcomes: Uint8Array,
): void => {
  for (let fact = 0; fact < length; fact += 1) {
    if (at[fact]! > asOf) outcomes[fact] = AFTER_AS_OF;
    else if (outcomes[fact] !== 0 || kind[fact] !== STARTED) continue;
    else if (pool[fact] === POOL_UNKNOWN_HERE) outcomes[fact] = UNKNOWN_POOL;
    else if (pool[fact] === POOL_NOT_GIVEN_HERE) outcomes[fact] = POOL_NOT_GIVEN;
  }
};

const applyInOrder = (
  meter: AccountMeter,
  batch: FactBatch,
  order: Uint32Array,
  outcomes: Uint8Array,
): void => {
  const { at, kind, session, user, pool, leaseSeconds } = batch;
  const instants = new Instants(batch, order, (one) => meter.sessions.isOpen(one));
  for (let position = 0; position < order.length;) {
    const instant = at[order[position]!]!;
    meter.runTo(instant);
    const until = instants.settle(position);
    for (; position < until; position += 1) {
      const fact = order[position]!;
      outcomes[fact] = meter.sessions.apply(
        kind[fact]!,
        instant,
        session[fact]!,
        user[fact]!,
        pool[fact]!,
        leaseSeconds[fact]!,
      );
    }
  }
};
