import { sameContent, type Instant, type SessionFact } from '@seatmeter/metering';
import type { HeldOnArrival, RecordedFact } from '../stream/events';
import type { Account } from './account';
import type { StoredFact } from './accounts';

/** What arriving facts come to: those to record, and for each fact its place among them, or that it is a duplicate. */
export interface Judged {
  readonly recorded: readonly RecordedFact[];
  readonly places: readonly (number | 'duplicate')[];
}

const sameIdentity = (one: SessionFact, other: SessionFact): boolean =>
  one.id === other.id && one.source === other.source;

/**
 * Judges facts in order of arrival, as metering.md's Order of arrival says: a content that came before is a duplicate,
 * another under the same identity conflicts, and the contract's intake terms hold what is too old or too far ahead.
 * `stored`: the facts of the stream that may have one of these identities.
 */
export const judge = (
  account: Account,
  facts: readonly SessionFact[],
  stored: ReadonlyMap<number, StoredFact>,
  now: Instant,
): Judged => {
  const recorded: RecordedFact[] = [];
  const inThisAppend = new Map<string, RecordedFact[]>();
  const places = facts.map((fact): number | 'duplicate' => {
    const name = `${fact.source.length} ${fact.source}${fact.id}`;
    const these = inThisAppend.get(name);
    const before = stored.size === 0 ? NONE : storedLike(account, stored, fact);
    const alike = these === undefined ? before : [...before, ...these];
    if (alike.some((one) => sameContent(one, fact))) return 'duplicate';
    const conflicts = alike.length > 0;
    const held = conflicts ? 'conflicting-duplicate' : outsideIntake(account, fact.at, now);
    const one: RecordedFact = held === undefined ? fact : { ...fact, held };
    if (these === undefined) inThisAppend.set(name, [one]);
    else these.push(one);
    recorded.push(one);
    return recorded.length - 1;
  });
  return { recorded, places };
};

const NONE: readonly RecordedFact[] = [];

/** The stored facts of a fact's identity. */
const storedLike = (
  account: Account,
  stored: ReadonlyMap<number, StoredFact>,
  fact: SessionFact,
): RecordedFact[] =>
  account.history
    .candidates(fact.source, fact.id)
    .flatMap((number) => stored.get(number)?.fact ?? [])
    .filter((one) => sameIdentity(one, fact));

const outsideIntake = (
  { intake }: Account,
  at: Instant,
  now: Instant,
): HeldOnArrival | undefined => {
  if (intake === undefined) return undefined;
  if (intake.maxAge !== null && at < now - intake.maxAge) return 'too-old';
  return intake.maxFuture !== null && at > now + intake.maxFuture ? 'too-far-ahead' : undefined;
};
