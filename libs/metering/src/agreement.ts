import type { PolicyVersion } from './policy';
import type { Dated, Instant } from './time';

/** `seats` of a pool from `from` (inclusive) until the next step. Before the first step a pool has no seat. */
export interface CapacityStep extends Dated {
  readonly seats: number;
}

/** What one overage seat costs for a cycle that starts while it is in force; a decimal string, never a float. */
export interface Price extends Dated {
  readonly currency: string;
  readonly overageSeat: string;
}

/** The concurrent seats an account bought of one licence. A `named` pool is never metered. */
export interface Pool {
  readonly id: string;
  readonly model: 'concurrent' | 'named';
  readonly licence: string | null;
  /** Sorted by `from`, no two at one instant. */
  readonly capacity: readonly CapacityStep[];
  /** Sorted by `from`, no two at one instant. */
  readonly prices: readonly Price[];
}

/** Which zone's midnight of which day of the month starts a billing cycle. */
export interface Calendar extends Dated {
  /** IANA name. */
  readonly timeZone: string;
  /** 1 to 31, clamped to the month's last day. */
  readonly anchorDay: number;
}

/** A user is tied to `pool` from `from` until before `until` (null: for good). */
export interface Tie extends Dated {
  readonly pool: string;
  readonly until: Instant | null;
}

/** What the contract says of one user: the concurrent pool that fills in for a fact that names none, and named licences. */
export interface UserTerms {
  readonly assignments: readonly Tie[];
  readonly namedLicences: readonly Tie[];
}

/** All of an account's contract that decides a figure, resolved: every default filled in, every list sorted by `from`. */
export interface Agreement {
  readonly accountId: string;
  readonly startsAt: Instant | null;
  /** Exclusive; what happens later is in no cycle. */
  readonly endsAt: Instant | null;
  /** At least one; the first holds from the beginning. */
  readonly calendars: readonly Calendar[];
  /** At least one; the first holds from the beginning. */
  readonly policies: readonly PolicyVersion[];
  readonly pools: readonly Pool[];
  readonly users: ReadonlyMap<string, UserTerms>;
  /** Licences from the highest to the lowest, for `crossPool: highest-licence`. */
  readonly licenceOrder: readonly string[];
}
