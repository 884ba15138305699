import type { PoolFigures } from './account-meter';
import { Admission } from './admission';
import type { Agreement } from './agreement';
import type { FactType, QuarantineReason, SessionFact } from './fact';
import { compareUtf16, POOL_NOT_GIVEN_HERE, type FactBatch } from './fact-batch';
import { meterBatch } from './meter-batch';
import { Names } from './names';
import { ACCEPTED, DUPLICATE, IGNORED, quarantineReason } from './outcome';
import { ENDED, RENEWED, STARTED } from './session-table';
import type { Instant } from './time';

/** A fact that waits outside the figures, and why. */
export interface Quarantined {
  readonly source: string;
  readonly id: string;
  readonly at: Instant;
  readonly reason: QuarantineReason;
}

/** What one account used, and what became of its facts up to as-of. */
export interface AccountFigures {
  /** The metered pools, in the agreement's order. */
  readonly pools: readonly PoolFigures[];
  readonly counts: {
    readonly accepted: number;
    readonly duplicates: number;
    readonly quarantined: number;
    readonly ignored: number;
  };
  /** Sorted by source, then id, in UTF-16 code units. */
  readonly quarantine: readonly Quarantined[];
}

/** Each type as the small number that a batch holds. */
export const KINDS: Readonly<Record<FactType, number>> = {
  started: STARTED,
  renewed: RENEWED,
  ended: ENDED,
};

/** FNV-1a over UTF-16 code units. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash;
};

/** The columns of plain facts, in order of arrival. */
export const batchOf = (agreement: Agreement, facts: readonly SessionFact[]): FactBatch => {
  const admission = new Admission(agreement);
  const sessions = new Names();
  const users = new Names();
  const poolOf = ({ pool, userId, at }: SessionFact): number => {
    if (pool !== undefined) return admission.poolNamed(pool);
    return userId === undefined ? POOL_NOT_GIVEN_HERE : admission.poolOf(userId, at);
  };
  const session = Int32Array.from(facts, ({ sessionId }) => sessions.take(sessionId));
  return {
    length: facts.length,
    kind: Uint8Array.from(facts, ({ type }) => KINDS[type]),
    at: Float64Array.from(facts, ({ at }) => at),
    session,
    sessions: sessions.list.length,
    user: Int32Array.from(facts, ({ userId }) => (userId === undefined ? -1 : users.take(userId))),
    pool: Int32Array.from(facts, poolOf),
    leaseSeconds: Int32Array.from(facts, ({ leaseSeconds }) => leaseSeconds ?? 0),
    hash: Int32Array.from(facts, ({ source, id }) => hashOf(source) ^ hashOf(id)),
    sameIdentity: (one, other) =>
      facts[one]!.id === facts[other]!.id && facts[one]!.source === facts[other]!.source,
    sameContent: (one, other) => sameContent(facts[one]!, facts[other]!),
    source: (fact) => facts[fact]!.source,
    id: (fact) => facts[fact]!.id,
    userNumber: (userId) => users.find(userId),
  };
};

const CONTENT = [
  'type',
  'at',
  'sessionId',
  'userId',
  'pool',
  'leaseSeconds',
  'activity',
  'reason',
] as const;

/** Whether two facts are equal in everything that counts. */
export const sameContent = (one: SessionFact, other: SessionFact): boolean =>
  CONTENT.every((field) => one[field] === other[field]);

/** Meters one account's facts, given in order of arrival, as of `asOf`. */
export const meterAccount = (
  agreement: Agreement,
  facts: readonly SessionFact[],
  asOf: Instant,
): AccountFigures => {
  const { pools, outcomes } = meterBatch(agreement, batchOf(agreement, facts), asOf);
  const count = (outcome: number): number => outcomes.filter((one) => one === outcome).length;
  const quarantine = facts.flatMap(({ source, id, at }, fact) => {
    const reason = quarantineReason(outcomes[fact]!);
    return reason === undefined ? [] : [{ source, id, at, reason }];
  });
  const accepted = count(ACCEPTED);
  const [duplicates, ignored] = [count(DUPLICATE), count(IGNORED)];
  return {
    pools,
    counts: { accepted, duplicates, quarantined: quarantine.length, ignored },
    quarantine: quarantine.sort(
      (a, b) =>
        compareUtf16(a.source, b.source) ||
        compareUtf16(a.id, b.id) ||
        a.at - b.at ||
        compareUtf16(a.reason, b.reason),
    ),
  };
};
