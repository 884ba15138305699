import {
  IGNORED,
  POOL_NOT_GIVEN_HERE,
  quarantineReason,
  STARTED,
  type QuarantineReason,
} from '@seatmeter/metering';
import type { Account } from './account';

/** Why a fact waits: the contract or the session does not fit, or the account's intake settings. */
export type HeldReason = QuarantineReason | 'too-old' | 'too-far-ahead';

/** What became of one fact on arrival. */
export type FactOutcome =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'duplicate' }
  | { readonly outcome: 'ignored' }
  | { readonly outcome: 'quarantined'; readonly reason: HeldReason };

const ACCEPTED: FactOutcome = { outcome: 'accepted' };
const IGNORED_FACT: FactOutcome = { outcome: 'ignored' };

/** What a stored fact came to, as of what is known now. */
export const outcomeOf = (account: Account, fact: number): FactOutcome => {
  const { history } = account;
  const held = history.heldAs(fact);
  if (held !== undefined && held !== 'released') return { outcome: 'quarantined', reason: held };
  if (account.agreement === undefined) return { outcome: 'quarantined', reason: 'unknown-account' };
  if (history.kind[fact] === STARTED && history.pool[fact]! < 0) {
    const notGiven = history.pool[fact] === POOL_NOT_GIVEN_HERE;
    return { outcome: 'quarantined', reason: notGiven ? 'pool-not-given' : 'unknown-pool' };
  }
  const outcome = history.outcomes[fact]!;
  if (outcome === IGNORED) return IGNORED_FACT;
  const reason = quarantineReason(outcome);
  return reason === undefined ? ACCEPTED : { outcome: 'quarantined', reason };
};
