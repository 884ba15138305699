import type { StatementJson } from '@seatmeter/contracts';
import type { DurationMs, Instant, Policy } from '@seatmeter/metering';
import { Query } from '@nestjs/cqrs';
import type { Page } from './account-queries';

/** All statements of an account by pool and cycle, as a replay prints them. @throws EngineError ACCOUNT_UNKNOWN, AS_OF_IN_FUTURE. */
export class GetStatements extends Query<StatementJson[]> {
  constructor(
    readonly accountId: string,
    /** Undefined: now. */
    readonly asOf: Instant | undefined,
  ) {
    super();
  }
}

/** One pool's statement of a cycle: `current`, or its first local date, like 2026-03-01. @throws EngineError ACCOUNT_UNKNOWN, POOL_UNKNOWN, CYCLE_UNKNOWN. */
export class GetStatement extends Query<StatementJson> {
  constructor(
    readonly accountId: string,
    readonly poolId: string,
    readonly cycle: string,
  ) {
    super();
  }
}

/** Statements of all accounts; what is undefined does not select. `dueIn`: the first local date of the cycle in which it is due. */
export class GetStatementsAcross extends Query<Page<StatementJson>> {
  constructor(
    readonly which: {
      readonly status: 'provisional' | 'final' | undefined;
      readonly dueIn: string | undefined;
      readonly currency: string | undefined;
    },
    readonly after: string | undefined,
    readonly limit: number,
  ) {
    super();
  }
}

/** A step of a pool's course: what holds from `at` until the next point. */
export interface TimelinePoint {
  readonly at: Instant;
  readonly used: number;
  readonly capacity: number;
  /** Seats over capacity whose level has outlasted the grace. */
  readonly billable: number;
}

/** A pool's course in `[from, to)`; thinned to about `maxPoints` so that minima and maxima survive. @throws EngineError ACCOUNT_UNKNOWN, POOL_UNKNOWN. */
export class GetTimeline extends Query<readonly TimelinePoint[]> {
  constructor(
    readonly accountId: string,
    readonly poolId: string,
    readonly from: Instant,
    readonly to: Instant,
    readonly maxPoints: number,
  ) {
    super();
  }
}

/** A fact behind a figure. `userId` is the pseudonym where the person is not known any more. */
export interface EvidenceFact {
  readonly source: string;
  readonly id: string;
  readonly type: 'started' | 'renewed' | 'ended';
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly sessionId: string;
  readonly userId?: string;
  readonly outcome: string;
}

/** A level-k interval over capacity: what holds `seats` or more over it, and whether it bills the cycle. */
export interface EvidenceInterval {
  readonly seats: number;
  readonly start: Instant;
  readonly end: Instant;
  readonly billed: boolean;
}

/** The terms by which a cycle is judged. */
export interface EvidenceGrace {
  readonly model: Policy['graceModel'];
  readonly durationMs: DurationMs;
  readonly boundary: Policy['graceBoundary'];
}

/** Enough to compute a statement's figure by hand. */
export interface Evidence {
  readonly statement: StatementJson;
  readonly grace: EvidenceGrace;
  /** The appends of the account's stream it was read from. */
  readonly firstVersion: number;
  readonly lastVersion: number;
  readonly intervals: readonly EvidenceInterval[];
  /** Those that touch the pool and the cycle, in order of event time. */
  readonly facts: Page<EvidenceFact>;
}

/** The facts and intervals behind a statement's figure. @throws as GetStatement. */
export class GetEvidence extends Query<Evidence> {
  constructor(
    readonly accountId: string,
    readonly poolId: string,
    readonly cycle: string,
    readonly after: string | undefined,
    readonly limit: number,
  ) {
    super();
  }
}
