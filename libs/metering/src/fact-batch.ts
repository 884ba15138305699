/** In place of a pool's number: the fact names none and none can be filled in, or one the account does not have. */
export const POOL_NOT_GIVEN_HERE = -1;
export const POOL_UNKNOWN_HERE = -2;

/**
 * Facts of one account in order of arrival, as columns of small numbers: sessions and users are counted from 0 in any
 * way that gives each its own, pools by their place in the agreement. Columns may be longer than the batch.
 */
export interface FactBatch {
  readonly length: number;
  /** STARTED, RENEWED or ENDED. */
  readonly kind: Uint8Array;
  readonly at: Float64Array;
  readonly session: Int32Array;
  /** How many sessions there are. */
  readonly sessions: number;
  /** Looked at for STARTED only, as `pool` is. */
  readonly user: Int32Array;
  readonly pool: Int32Array;
  /** 0: the fact gives none. */
  readonly leaseSeconds: Int32Array;
  /** A hash of what identifies the fact: its source and id. */
  readonly hash: Int32Array;
  sameIdentity(one: number, other: number): boolean;
  /** Equal in everything that counts: type, instant, session, user, pool, lease, activity, reason. */
  sameContent(one: number, other: number): boolean;
  source(fact: number): string;
  id(fact: number): string;
  /** The number of a user that the contract names; undefined when no fact names it. */
  userNumber(userId: string): number | undefined;
}

/** Orders strings by their UTF-16 code units. */
export const compareUtf16 = (one: string, other: string): number =>
  one < other ? -1 : one > other ? 1 : 0;

/** The order of facts of one kind at one instant: by source, then id, in UTF-16 code units. */
export const compareIdentity = (batch: FactBatch, one: number, other: number): number =>
  compareUtf16(batch.source(one), batch.source(other)) ||
  compareUtf16(batch.id(one), batch.id(other));
