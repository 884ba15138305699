import type { Instant } from '@seatmeter/metering';
import { Query } from '@nestjs/cqrs';
import type { FactOutcome, HeldReason } from '../account/fact-outcome';
import type { Page } from './account-queries';

/** What became of a fact. Several contents can have come under one identity; the first is the fact, the others conflict with it. */
export interface FactRecord {
  readonly recordedAt: Instant;
  readonly at: Instant;
  /** The append of the account's stream that holds it. */
  readonly version: number;
  readonly outcome: FactOutcome;
  /** When it was let out of quarantine. */
  readonly releasedAt?: Instant;
}

/** Everything that came under one identity, in order of arrival. @throws EngineError FACT_UNKNOWN. */
export class GetFact extends Query<readonly FactRecord[]> {
  constructor(
    readonly accountId: string,
    readonly source: string,
    readonly id: string,
  ) {
    super();
  }
}

/** A fact that waits outside the figures. */
export interface WaitingFact {
  readonly source: string;
  readonly id: string;
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly reason: HeldReason;
  readonly releasable: boolean;
}

/** What waits in quarantine, by source and id; also of an account that nobody knows. */
export class GetQuarantine extends Query<Page<WaitingFact>> {
  constructor(
    readonly accountId: string,
    readonly after: string | undefined,
    readonly limit: number,
  ) {
    super();
  }
}
