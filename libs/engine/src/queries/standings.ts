import type { Instant } from '@seatmeter/metering';
import type { PoolOccupancy } from './account-queries';

/** A pool's standing, when it changed. */
export interface StandingUpdate extends PoolOccupancy {
  readonly accountId: string;
  readonly at: Instant;
}

/** The live face of every pool, for whoever watches. */
export abstract class Standings {
  /** Every pool's standing now, of one account or of all. */
  abstract current(accountId?: string): readonly StandingUpdate[];

  /** Hears of every change from now on, soon after it is durable; a listener must not throw. @returns what ends it. */
  abstract subscribe(listener: (update: StandingUpdate) => void): () => void;
}
