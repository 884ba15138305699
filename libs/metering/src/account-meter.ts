import type { Agreement } from './agreement';
import { BillingCycles, policyAt } from './billing-cycle';
import type { CycleFigures } from './figures';
import { Occupancy } from './occupancy';
import { PoolMeter } from './pool-meter';
import { SessionTable, type Seats } from './session-table';
import type { Instant } from './time';

/** Something the contract lets happen at an instant of its own. */
interface Change {
  readonly at: Instant;
  apply(): void;
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
  readonly sessions: SessionTable;
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

  /** Lets everything happen that happens by itself until `at`, inclusive. Needed before `at`'s facts are applied. */
  runTo(at: Instant): void {
    for (;;) {
      const change = this.changes[this.nextChange]?.at ?? Infinity;
      const lease = this.sessions.nextLeaseEnd;
      if (Math.min(change, lease) > at) return;
      if (lease < change) {
        this.sessions.lapseNext();
      } else {
        this.changes[this.nextChange]!.apply();
        this.nextChange += 1;
      }
    }
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
      apply: () => {
        this.usePolicyOf(from);
        this.occupyAll(from);
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
          apply: () => {
            this.cover(user, pool, from, 1);
          },
        },
        ...(until === null
          ? []
          : [
              {
                at: until,
                apply: () => {
                  this.cover(user, pool, until, -1);
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
