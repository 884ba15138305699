import type { AccountContract, StatementJson } from '@seatmeter/contracts';
import type { FactType, Instant, SessionFact } from '@seatmeter/metering';
import type { Origin } from '../commands/origin';

/** Why a fact is stored outside the figures, as judged when it arrived; all other reasons are derived anew. */
export type HeldOnArrival = 'conflicting-duplicate' | 'too-old' | 'too-far-ahead';

/** A fact as it is stored: `userId` is the pseudonym. */
export interface RecordedFact extends SessionFact {
  readonly type: FactType;
  readonly held?: HeldOnArrival;
}

/** What names a fact within its account. */
export interface FactIdentity {
  readonly source: string;
  readonly id: string;
}

/** A calendar as agreed, from a cycle's start on; the first from the beginning. */
export interface AgreedCalendar {
  readonly from: Instant | null;
  readonly timeZone: string;
  readonly anchorDay: number;
}

interface OfCycle {
  readonly poolId: string;
  readonly cycle: { readonly start: Instant; readonly end: Instant };
  readonly seats: number;
  readonly previousSeats: number;
}

/**
 * What the stream of an account says, in the past tense. A stored name is for ever: a new meaning is a new version.
 * Instants are milliseconds since the epoch; users are pseudonyms.
 */
export type StreamEvent =
  | { readonly type: 'SessionFactsRecorded.v1'; readonly facts: readonly RecordedFact[] }
  | {
      readonly type: 'ContractApplied.v1';
      readonly contract: AccountContract;
      readonly calendars: readonly AgreedCalendar[];
    }
  | {
      readonly type: 'CapacityChanged.v1';
      readonly poolId: string;
      readonly seats: number;
      readonly from: Instant;
    }
  /** The figure of a cycle rose. */
  | ({
      readonly type: 'OverageQualified.v1';
      readonly since: Instant;
      readonly qualifiedAt: Instant;
    } & OfCycle)
  /** A late fact, or a contract, undid it. */
  | ({
      readonly type: 'OverageWithdrawn.v1';
      readonly causes: readonly FactIdentity[];
    } & OfCycle)
  /** Facts that were too old or too far ahead count from now on. `fact`: its number in the stream, counted from 0. */
  | {
      readonly type: 'FactsReleased.v1';
      readonly facts: readonly (FactIdentity & { readonly fact: number })[];
    }
  | {
      readonly type: 'CycleClosed.v1';
      readonly cycle: { readonly start: Instant; readonly end: Instant };
      readonly statements: readonly StatementJson[];
    };

/** One append of a stream, in plain. */
export interface StreamEntry {
  readonly recordedAt: Instant;
  readonly by: Origin;
  readonly events: readonly StreamEvent[];
}
