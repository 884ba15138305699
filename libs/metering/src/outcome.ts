import type { QuarantineReason } from './fact';

/** What became of a fact, as a small number: counted, counted as `ignored`, a duplicate, later than as-of, or a place in {@link QUARANTINE}. */
export const ACCEPTED = 0;
export const IGNORED = 1;
export const DUPLICATE = 2;
export const AFTER_AS_OF = 3;
export const UNKNOWN_ACCOUNT = 4;
export const UNKNOWN_POOL = 5;
export const POOL_NOT_GIVEN = 6;
export const CONFLICTING_DUPLICATE = 7;
export const SESSION_IDENTITY_CONFLICT = 8;
export const RENEWAL_WITHOUT_START = 9;
export const END_WITHOUT_START = 10;

const QUARANTINE: Readonly<Record<number, QuarantineReason>> = {
  [UNKNOWN_ACCOUNT]: 'unknown-account',
  [UNKNOWN_POOL]: 'unknown-pool',
  [POOL_NOT_GIVEN]: 'pool-not-given',
  [CONFLICTING_DUPLICATE]: 'conflicting-duplicate',
  [SESSION_IDENTITY_CONFLICT]: 'session-identity-conflict',
  [RENEWAL_WITHOUT_START]: 'renewal-without-start',
  [END_WITHOUT_START]: 'end-without-start',
};

/** Why the fact waits in quarantine; undefined when it does not. */
export const quarantineReason = (outcome: number): QuarantineReason | undefined =>
  QUARANTINE[outcome];
