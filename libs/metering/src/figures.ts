import type { CapacityStep } from './agreement';
import type { GraceModel, PolicyVersion } from './policy';
import type { DurationMs, Instant, Span } from './time';

/** Seats billed in a cycle under each of the five readings. */
export type Readings = Readonly<Record<GraceModel, number>>;

/** A maximal span with more seats in use than capacity, and the highest excess inside it. */
export interface Excursion extends Span {
  readonly seats: number;
}

/** What one pool used in one billing cycle, as of an instant. Seat times are seat-milliseconds. */
export interface CycleFigures {
  readonly cycle: Span;
  /** The cycle in which this one's overage is due. */
  readonly dueIn: Span;
  readonly policy: PolicyVersion;
  /** The step in force at the cycle's start (dated there) and those inside the cycle. */
  readonly capacity: readonly CapacityStep[];
  /** The highest occupancy and its first instant. */
  readonly peak: { readonly seats: number; readonly at: Instant };
  /** The reading the policy bills. */
  readonly overageSeats: number;
  readonly readings: Readings;
  readonly seatMs: {
    readonly used: number;
    readonly over: number;
    readonly free: number;
    readonly billable: number;
  };
  /** Every excursion that touches the cycle, whole as known, in order. */
  readonly excursions: readonly Excursion[];
  /** Sessions that ended because their lease ran out, and the time from their last sign of life to that end. */
  readonly inferredEnds: number;
  readonly inferredSeatMs: DurationMs;
}
