import type { Agreement } from './agreement';
import { BillingCycles, policyAt } from './billing-cycle';
import { copyWith } from './copy';
import type { CycleFigures } from './figures';
import { Occupancy } from './occupancy';
import { PoolMeter } from './pool-meter';
import { SessionTable, type Seats } from './session-table';
import type { Instant } from './time';

/** Something the contract lets happen at an instant of its own. */
interface Change {
  readonly at: Instant;
  apply(meter: AccountMeter): void;
}

/** The figures of one pool, a cycle after the other. */
export interface PoolFigures {
  readonly poolId: string;
  readonly cycles: readonly CycleFigures[];
}

/**
 * Meters one account: takes its facts in order of event time, those of one instant in the order of `instant-order.ts`,
 * and keeps the figures of every pool. A fact costs O(1) amortised (O(log n) with leases).
 *
 * Sessions, users and pools are small numbers, counted from 0 (pools: their place in the agreement); whoever feeds the
 * meter keeps their names.
 */
export class AccountMeter implements Seats {
  /** Takes the facts: see {@link SessionTable.apply}. */
  sessions: SessionTable;
  /** By place in the agreement; none for a named pool. */
  private readonly meters: (PoolMeter | undefined)[];
  private readonly occupancy: Occupancy;
  private readonly changes: readonly Change[];
  private nextChange = 0;

  /** `first`: the earliest of the account's start and its facts. `userNumber` tells the small number of a user the contract names, `sessions` about how many there will be. */
  constructor(
    private readonly agreement: Agreement,
    first: Instant,
    userNumber: (userId: string) => number | undefined = () => undefined,
    sessions?: number,
  ) {
    this.sessions = new SessionTable(this, sessions);
    const cycles = new BillingCycles(agreement, first);
    this.meters = agreement.pools.map((pool) =>
      pool.model === 'named' ? undefined : new PoolMeter(pool, cycles),
    );
    this.occupancy = new Occupancy(agreement);
    this.changes = [...this.policyChanges(), ...this.namedLicences(userNumber)].sort(
      (a, b) => a.at - b.at,
    );
    this.usePolicyOf(cycles.at(0).start);
  }

  /** A meter that goes on from here by itself. */
  copy(): this {
    const copy = copyWith(this, {
      meters: this.meters.map((meter) => meter?.copy()),
      occupancy: this.occupancy.copy(),
    });
    copy.sessions = this.sessions.copy(copy);
    return copy;
  }

  /** Lets everything happen that happens by itself until `at`, inclusive. Needed before `at`'s facts are applied. */
  runTo(at: Instant): void {
    for (;;) {
      const change = this.changes[this.nextChange]?.at ?? Infinity;
      const lease = this.sessions.nextLeaseEnd;
      if (Math.min(change, lease) > at) return;
      if (lease < change) {
        this.sessions.lapseNext();
      } else {
        this.changes[this.nextChange]!.apply(this);
        this.nextChange += 1;
      }
    }
  }

  /** Lets time pass in every pool until `at`, with everything that happens by itself until then. */
  passTo(at: Instant): void {
    this.runTo(at);
    for (const meter of this.meters) meter?.advance(at);
  }

  /** The next instant at which something happens by itself; Infinity when nothing will. */
  get nextByItself(): Instant {
    let next = Math.min(this.changes[this.nextChange]?.at ?? Infinity, this.sessions.nextLeaseEnd);
    for (const meter of this.meters)
      if (meter !== undefined && meter.nextEdge < next) next = meter.nextEdge;
    return next;
  }

  /** The meter of a pool, by its place in the agreement; none of a named one. Told of everything up to the last `runTo`. */
  pool(place: number): PoolMeter | undefined {
    return this.meters[place];
  }

  /** The figures as of `asOf`, which no fact applied so far is later than. */
  figures(asOf: Instant): PoolFigures[] {
    this.runTo(asOf);
    return this.meters.flatMap((meter) =>
      meter === undefined ? [] : [{ poolId: meter.pool.id, cycles: meter.figures(asOf) }],
    );
  }

  change(user: number, pool: number, by: 1 | -1, at: Instant): void {
    this.occupancy.change(user, pool, by);
    if (this.occupancy.acrossPools) this.occupyAll(at);
    else this.meters[pool]?.occupy(at, this.occupancy.seatsUsed(pool));
  }

  inferredEnd(pool: number, lastSign: Instant, at: Instant): void {
    this.meters[pool]?.noteInferredEnd(lastSign, at);
  }

  private occupyAll(at: Instant): void {
    for (let pool = 0; pool < this.meters.length; pool += 1) {
      this.meters[pool]?.occupy(at, this.occupancy.seatsUsed(pool));
    }
  }

  private usePolicyOf(at: Instant): void {
    const { policy } = policyAt(this.agreement, at);
    this.sessions.leaseTtl = policy.leaseTtl;
    this.occupancy.apply(policy);
  }

  private policyChanges(): Change[] {
    return this.agreement.policies.slice(1).map(({ from }) => ({
      at: from,
      apply: (meter) => {
        meter.usePolicyOf(from);
        meter.occupyAll(from);
      },
    }));
  }

  private namedLicences(userNumber: (userId: string) => number | undefined): Change[] {
    return [...this.agreement.users].flatMap(([userId, { namedLicences }]) => {
      const user = userNumber(userId);
      if (user === undefined) return [];
      return namedLicences.flatMap(({ pool, from, until }) => [
        {
          at: from,
          apply: (meter: AccountMeter) => {
            meter.cover(user, pool, from, 1);
          },
        },
        ...(until === null
          ? []
          : [
              {
                at: until,
                apply: (meter: AccountMeter) => {
                  meter.cover(user, pool, until, -1);
                },
              },
            ]),
      ]);
    });
  }

  /** A named licence of a tier takes its user out of that tier's concurrent pools. */
  private cover(user: number, namedPool: string, at: Instant, by: 1 | -1): void {
    const { pools } = this.agreement;
    const licence = pools.find(({ id }) => id === namedPool)?.licence ?? null;
    pools.forEach((pool, index) => {
      if (licence === null || pool.licence !== licence || pool.model === 'named') return;
      this.occupancy.spare(user, index, by);
    });
    this.occupyAll(at);
  }
}
