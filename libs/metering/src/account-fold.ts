import { AccountMeter } from './account-meter';
import type { Agreement } from './agreement';
import { copyWith } from './copy';
import type { FactBatch } from './fact-batch';
import type { CycleFigures } from './figures';
import { orderInstant } from './instant-order';
import type { PoolMeter, PoolMoment } from './pool-meter';
import type { OpenSession } from './session-table';
import type { Instant } from './time';

/** Facts by event time: the first `count` of `order` are places in `batch`. More may join behind what was taken. */
export interface OrderedFacts {
  readonly batch: FactBatch;
  readonly order: Uint32Array;
  readonly count: number;
  /** By place in the batch: what became of the fact; written when it is taken. */
  readonly outcomes: Uint8Array;
}

/**
 * A fold of one account that stops at an instant and goes on from there when facts have joined behind it: what it says
 * is what `foldBatch` says of the same facts. What joins before it needs a fold that did not get that far.
 */
export class AccountFold {
  /** How many facts were taken, and the instant up to which, inclusive. */
  taken = 0;
  at: Instant = -Infinity;
  private readonly meter: AccountMeter;

  /** `first`: no later than the account's start and its facts. */
  constructor(
    private readonly agreement: Agreement,
    first: Instant,
    userNumber: (userId: string) => number | undefined,
  ) {
    this.meter = new AccountMeter(agreement, first, userNumber);
  }

  /** A fold that goes on from here by itself. */
  copy(): this {
    return copyWith(this, { meter: this.meter.copy() });
  }

  /** When the next fact is to be taken; Infinity without one. */
  nextFact({ batch, order, count }: OrderedFacts): Instant {
    return this.taken < count ? batch.at[order[this.taken]!]! : Infinity;
  }

  /** The next instant at which something happens: a fact, or by itself; Infinity when nothing will. */
  next(facts: OrderedFacts): Instant {
    return Math.min(this.nextFact(facts), this.nextByItself);
  }

  /** Goes on to `at`, which is no later than {@link next}: takes the facts of that instant, or lets time pass. */
  goTo(facts: OrderedFacts, at: Instant): void {
    if (this.nextFact(facts) <= at) this.advance(facts, at);
    else this.passTo(at);
  }

  /** Takes the facts up to `until`, inclusive; `most`: stops early once so many are taken, between two instants. */
  advance(facts: OrderedFacts, until: Instant, most = Infinity): void {
    const { at } = facts.batch;
    while (this.taken < facts.count && this.taken < most) {
      const instant = at[facts.order[this.taken]!]!;
      if (instant > until) return;
      let end = this.taken + 1;
      while (end < facts.count && at[facts.order[end]!] === instant) end += 1;
      this.meter.runTo(instant);
      this.takeInstant(facts, instant, end);
      this.at = instant;
    }
  }

  private takeInstant(
    { batch, order, outcomes }: OrderedFacts,
    instant: Instant,
    end: number,
  ): void {
    const { sessions } = this.meter;
    if (end - this.taken > 1) {
      orderInstant(order.subarray(this.taken, end), batch, (one) => sessions.isOpen(one));
    }
    for (; this.taken < end; this.taken += 1) {
      const fact = order[this.taken]!;
      outcomes[fact] = sessions.apply(
        batch.kind[fact]!,
        instant,
        batch.session[fact]!,
        batch.user[fact]!,
        batch.pool[fact]!,
        batch.leaseSeconds[fact]!,
      );
    }
  }

  /** Lets time pass until `at`, with all that happens by itself up to it, inclusive. Facts of `at` or before cannot be taken any more. */
  passTo(at: Instant): void {
    this.meter.passTo(at);
    if (at > this.at) this.at = at;
  }

  /** The next instant at which something happens by itself. */
  get nextByItself(): Instant {
    return this.meter.nextByItself;
  }

  /** A pool's meter at `at`, to go on from by itself; none of a named pool. `at` is not before what was taken. */
  pool(poolId: string, at: Instant): PoolMeter | undefined {
    const { meter } = this.passedTo(at);
    const pool = meter.pool(this.agreement.pools.findIndex(({ id }) => id === poolId))?.copy();
    pool?.advance(at);
    return pool;
  }

  /** Every metered pool at `at`, which is not before what was taken. This fold stays where it is. */
  moments(at: Instant): PoolMoment[] {
    const { meter } = this.passedTo(at);
    return this.agreement.pools.flatMap(({ id }, place) => {
      const pool = meter.pool(place)?.momentAt(at);
      return pool === undefined ? [] : [{ poolId: id, ...pool }];
    });
  }

  /** The figures of every pool as of `asOf`, which is not before what was taken. This fold stays where it is. */
  figures(asOf: Instant): { readonly poolId: string; readonly cycles: readonly CycleFigures[] }[] {
    const { meter } = this.passedTo(asOf);
    return this.agreement.pools.flatMap(({ id }, place) => {
      const cycles = meter.pool(place)?.copy().figures(asOf);
      return cycles === undefined ? [] : [{ poolId: id, cycles }];
    });
  }

  /** The sessions that are open at `at`, which is not before what was taken. */
  openSessions(at: Instant): OpenSession[] {
    return [...this.passedTo(at).meter.sessions.open()];
  }

  /** This fold as it will be at `at` if no fact joins: itself when nothing happens by itself until then. Not to be changed. */
  passedTo(at: Instant): this {
    if (this.nextByItself > at) return this;
    const copy = this.copy();
    copy.passTo(at);
    return copy;
  }
}
