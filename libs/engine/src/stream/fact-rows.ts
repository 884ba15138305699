import type { FactType, Instant } from '@seatmeter/metering';
import type { ByteReader, ByteWriter } from './byte-writer';
import type { HeldOnArrival, RecordedFact } from './events';

const TYPES: readonly FactType[] = ['started', 'renewed', 'ended'];
const HELD: readonly (HeldOnArrival | undefined)[] = [
  undefined,
  'conflicting-duplicate',
  'too-old',
  'too-far-ahead',
];
const HELD_SHIFT = 2;
const HAS_USER = 0x10;
const HAS_POOL = 0x20;
const HAS_LEASE = 0x40;
const HAS_WORDS = 0x80;
const HAS_ACTIVITY = 1;
const HAS_REASON = 2;

/** Strings that repeat within one append: the first time in full, then by their number. */
class WordsWritten {
  private readonly numbers = new Map<string, number>();

  write(to: ByteWriter, word: string): void {
    const known = this.numbers.get(word);
    to.number(known ?? this.numbers.size);
    if (known !== undefined) return;
    this.numbers.set(word, this.numbers.size);
    to.text(word);
  }
}

class WordsRead {
  private readonly words: string[] = [];

  read(from: ByteReader): string {
    const number = from.number();
    if (number === this.words.length) this.words.push(from.text());
    return this.words[number]!;
  }
}

/**
 * A row a fact: flags (type, why held, what is there), event time as the difference to the row before (the first: to
 * the record time), source, id, session, then what is there of user, pool, lease, activity, reason.
 */
export const writeFacts = (
  to: ByteWriter,
  facts: readonly RecordedFact[],
  recordedAt: Instant,
): void => {
  const words = new WordsWritten();
  let before = recordedAt;
  for (const fact of facts) {
    const { userId, pool, leaseSeconds, activity, reason } = fact;
    const more =
      (activity === undefined ? 0 : HAS_ACTIVITY) | (reason === undefined ? 0 : HAS_REASON);
    to.byte(
      TYPES.indexOf(fact.type) |
        (HELD.indexOf(fact.held) << HELD_SHIFT) |
        (userId === undefined ? 0 : HAS_USER) |
        (pool === undefined ? 0 : HAS_POOL) |
        (leaseSeconds === undefined ? 0 : HAS_LEASE) |
        (more === 0 ? 0 : HAS_WORDS),
    );
    to.signed(fact.at - before);
    before = fact.at;
    words.write(to, fact.source);
    to.text(fact.id);
    to.text(fact.sessionId);
    if (userId !== undefined) words.write(to, userId);
    if (pool !== undefined) words.write(to, pool);
    if (leaseSeconds !== undefined) to.number(leaseSeconds);
    if (more !== 0) to.byte(more);
    if (activity !== undefined) words.write(to, activity);
    if (reason !== undefined) words.write(to, reason);
  }
};

/** Reads `count` facts that {@link writeFacts} wrote. */
export const readFacts = (from: ByteReader, count: number, recordedAt: Instant): RecordedFact[] => {
  const words = new WordsRead();
  let before = recordedAt;
  const facts: RecordedFact[] = [];
  while (facts.length < count) {
    const flags = from.byte();
    before += from.signed();
    const source = words.read(from);
    const id = from.text();
    const sessionId = from.text();
    const userId = (flags & HAS_USER) === 0 ? undefined : words.read(from);
    const pool = (flags & HAS_POOL) === 0 ? undefined : words.read(from);
    const leaseSeconds = (flags & HAS_LEASE) === 0 ? undefined : from.number();
    const more = (flags & HAS_WORDS) === 0 ? 0 : from.byte();
    const activity = (more & HAS_ACTIVITY) === 0 ? undefined : words.read(from);
    const reason = (more & HAS_REASON) === 0 ? undefined : words.read(from);
    const type = TYPES[flags & 3]!;
    const at = before;
    const told = { source, id, type, at, sessionId, userId, pool, leaseSeconds, activity, reason };
    const held = HELD[(flags >> HELD_SHIFT) & 3];
    facts.push(held === undefined ? told : { ...told, held });
  }
  return facts;
};
