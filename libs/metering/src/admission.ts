import type { Agreement } from './agreement';
import { POOL_NOT_GIVEN_HERE, POOL_UNKNOWN_HERE } from './fact-batch';
import type { Instant } from './time';

/** Which pool of the agreement a `started` takes its seat from. */
export class Admission {
  private readonly places: ReadonlyMap<string, number>;

  constructor(private readonly agreement: Agreement) {
    this.places = new Map(agreement.pools.map(({ id }, place) => [id, place]));
  }

  /** The place of the pool that a fact names, or POOL_UNKNOWN_HERE. */
  poolNamed(pool: string): number {
    return this.places.get(pool) ?? POOL_UNKNOWN_HERE;
  }

  /** For a fact that names none: the pool its user is assigned to at `at`, else the account's only one, else POOL_NOT_GIVEN_HERE. */
  poolOf(userId: string, at: Instant): number {
    const assigned = this.agreement.users
      .get(userId)
      ?.assignments.find(({ from, until }) => from <= at && (until === null || at < until));
    if (assigned !== undefined) return this.poolNamed(assigned.pool);
    return this.places.size === 1 ? 0 : POOL_NOT_GIVEN_HERE;
  }
}
