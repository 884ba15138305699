import { readSessionFact, type SessionFact } from '../session-fact';
import type { ByteInterner } from './byte-interner';
import { PLACE, SCRATCH_SIZE } from './kernel-memory';
import { layoutOf } from './layout-learner';
import type { LayoutTree } from './layout-tree';
import type { Tables } from './line-reader';
import type { ScannedFact } from './scanned-fact';
import { encodeSlot, isAscii } from './string-slot';

/** Bytes of the longest id, session or user: 200 units of two bytes. */
const LONGEST_SLOT = SCRATCH_SIZE / 3;

/**
 * Beyond these, lines of a new layout stay with the full reader: every layout is code made anew, and code that is too
 * long is never optimised, for no line.
 */
const MOST_LAYOUTS = 32;
const MOST_LITERALS = 400;
/** Lines to read without a look at their layout, at most, after one that taught nothing: looking costs more than reading. */
const LONGEST_PAUSE = 63;

const KINDS: Readonly<Record<SessionFact['type'], number>> = { started: 0, renewed: 1, ended: 2 };

const NOT_UTF8 = 'the line is not UTF-8: send JSON in UTF-8, one event a line';
const NOT_JSON = 'the line is not JSON: send one CloudEvent a line, whole and on a line of its own';

const numberOf = (table: ByteInterner, text: string | undefined): number =>
  text === undefined ? -1 : table.intern(text);

/** Reads any line by the book: UTF-8, JSON, the checks of {@link readSessionFact}. Teaches the layouts what it reads. */
export class FullReader {
  private readonly utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  /** Lines to let pass before the next look at a layout, and how many they were at first. */
  private resting = 0;
  private pause = 0;

  constructor(
    private readonly layouts: LayoutTree,
    private readonly tables: Tables,
  ) {}

  /** Reads the line from `start` to `end`, its line feed included, into `fact`; null, or why it is no session fact. */
  read(fact: ScannedFact, start: number, end: number): string | null {
    let value: unknown;
    const text = this.decode(fact.bytes.subarray(start, end));
    if (text === null) return NOT_UTF8;
    try {
      value = JSON.parse(text);
    } catch {
      return NOT_JSON;
    }
    const read = readSessionFact(value);
    if ('problem' in read) return read.problem;
    this.fill(fact, read);
    this.learn(fact, start, end);
    return null;
  }

  private learn(fact: ScannedFact, start: number, end: number): void {
    const { count, size } = this.layouts;
    if (count >= MOST_LAYOUTS || size >= MOST_LITERALS) return;
    this.resting -= 1;
    if (this.resting >= 0) return;
    const layout = layoutOf(fact.bytes, start, end);
    if (layout !== null) this.layouts.add(layout, fact.kind);
    this.pause = this.layouts.count > count ? 0 : Math.min(2 * this.pause + 1, LONGEST_PAUSE);
    this.resting = this.pause;
  }

  private decode(bytes: Uint8Array): string | null {
    try {
      return this.utf8.decode(bytes);
    } catch {
      return null;
    }
  }

  private fill(fact: ScannedFact, read: SessionFact): void {
    fact.clear();
    fact.at = read.at;
    fact.kind = KINDS[read.type];
    fact.leaseSeconds = read.leaseSeconds ?? 0;
    fact.account = this.tables.accounts.intern(read.accountId);
    fact.source = this.tables.sources.intern(read.source);
    fact.pool = numberOf(this.tables.pools, read.pool);
    fact.activity = numberOf(this.tables.activities, read.activity);
    fact.reason = numberOf(this.tables.reasons, read.reason);
    fact.idAt = PLACE.scratch;
    fact.idWide = !isAscii(read.id);
    fact.idLength = encodeSlot(fact.bytes, fact.idAt, read.id, fact.idWide);
    fact.sessionAt = PLACE.scratch + LONGEST_SLOT;
    fact.sessionWide = !isAscii(read.sessionId);
    fact.sessionLength = encodeSlot(fact.bytes, fact.sessionAt, read.sessionId, fact.sessionWide);
    if (read.userId === undefined) return;
    fact.userAt = PLACE.scratch + 2 * LONGEST_SLOT;
    fact.userWide = !isAscii(read.userId);
    fact.userLength = encodeSlot(fact.bytes, fact.userAt, read.userId, fact.userWide);
  }
}
