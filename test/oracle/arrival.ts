import type {
  Agreement,
  Instant,
  QuarantineReason,
  SessionFact,
  Tie,
  UserTerms,
} from '@seatmeter/metering';

/** What arrival and the contract say of one delivery of a fact, before any session looks at it. */
export type Verdict = 'admitted' | 'duplicate' | QuarantineReason;

export interface Delivery {
  readonly fact: SessionFact;
  readonly verdict: Verdict;
  /** The pool an admitted `started` takes its seat from. */
  readonly pool: string | undefined;
}

const sameIdentity = (one: SessionFact, other: SessionFact): boolean =>
  one.source === other.source && one.id === other.id;

const sameContent = (one: SessionFact, other: SessionFact): boolean =>
  one.type === other.type &&
  one.at === other.at &&
  one.sessionId === other.sessionId &&
  one.userId === other.userId &&
  one.pool === other.pool &&
  one.leaseSeconds === other.leaseSeconds &&
  one.activity === other.activity &&
  one.reason === other.reason;

export const tieHolds = ({ from, until }: Tie, at: Instant): boolean =>
  from <= at && (until === null || at < until);

export const termsOf = (agreement: Agreement, user: string): UserTerms =>
  agreement.users.get(user) ?? { assignments: [], namedLicences: [] };

const poolOf = (agreement: Agreement, { userId, pool, at }: SessionFact): string | undefined => {
  if (pool !== undefined) return pool;
  const assigned = termsOf(agreement, userId!).assignments.findLast((tie) => tieHolds(tie, at));
  if (assigned !== undefined) return assigned.pool;
  return agreement.pools.length === 1 ? agreement.pools[0]!.id : undefined;
};

const contractVerdict = (
  agreement: Agreement,
  fact: SessionFact,
): Pick<Delivery, 'verdict' | 'pool'> => {
  if (fact.type !== 'started') return { verdict: 'admitted', pool: undefined };
  const pool = poolOf(agreement, fact);
  if (pool === undefined) return { verdict: 'pool-not-given', pool };
  const known = agreement.pools.some(({ id }) => id === pool);
  return { verdict: known ? 'admitted' : 'unknown-pool', pool };
};

/** Judges every delivery against all that arrived before it, then against the contract. */
export const deliveriesOf = (agreement: Agreement, facts: readonly SessionFact[]): Delivery[] =>
  facts.map((fact, index) => {
    const earlier = facts.slice(0, index).filter((other) => sameIdentity(fact, other));
    if (earlier.some((other) => sameContent(fact, other)))
      return { fact, verdict: 'duplicate', pool: undefined };
    if (earlier.length > 0) return { fact, verdict: 'conflicting-duplicate', pool: undefined };
    return { fact, ...contractVerdict(agreement, fact) };
  });
