import type { Instant } from './time';

/** What a session fact says: the session began, gave a sign of life, ended. */
export type FactType = 'started' | 'renewed' | 'ended';

/** One session fact of one account. (`source`, `id`) identifies it; the other fields are its content. */
export interface SessionFact {
  readonly source: string;
  readonly id: string;
  readonly type: FactType;
  readonly at: Instant;
  readonly sessionId: string;
  /** Needed by `started`, ignored on the others. */
  readonly userId?: string;
  /** The pool a `started` takes its seat from; see {@link UserTerms} for a fact that names none. */
  readonly pool?: string;
  /** Whole seconds without a sign of life after which the session ends by itself. */
  readonly leaseSeconds?: number;
  readonly activity?: string;
  readonly reason?: string;
}

/** Why a fact waits outside the figures. The first three and the duplicates are judged on arrival, the last three anew with every fact that arrives. */
export type QuarantineReason =
  | 'unknown-account'
  | 'unknown-pool'
  | 'pool-not-given'
  | 'conflicting-duplicate'
  | 'session-identity-conflict'
  | 'renewal-without-start'
  | 'end-without-start';
