import { ByteInterner } from './byte-interner';
import { FullReader, SCRATCH_SIZE } from './full-reader';
import { LayoutTree } from './layout-tree';
import { LineReader } from './line-reader';
import { ScannedFact } from './scanned-fact';

/** Bytes a line may have without its line end. */
const LONGEST_LINE = 65_536;
/** Bytes kept of an unfinished line: the longest line, its carriage return and a byte-order mark. */
const LONGEST_CARRY = LONGEST_LINE + 4;
/** Bytes taken in at once: few enough to be in the cache still when they are scanned. */
const CHUNK = 131_072;
/** Bytes behind the text, and behind the scratch, that reads of whole words may touch. */
const SLACK = 64;
const SCRATCH = LONGEST_CARRY + CHUNK + SLACK;

const TOO_LONG = `the line is longer than ${LONGEST_LINE} bytes: send one event of at most 64 KiB a line`;

const NEWLINE = 0x0a;
const RETURN = 0x0d;

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === RETURN;

/** Takes what a {@link SessionFactScanner} finds, in the order of the lines. A scanner whose sink threw is of no more use. */
export interface FactSink {
  /** A fact; `fact` is the scanner itself, and its fields hold until this returns. */
  fact(fact: ScannedFact): void;
  /** A line, counted from 1, that is no session fact, and why. */
  rejected(line: number, problem: string): void;
}

/**
 * Reads session facts, structured CloudEvents one a line, from bytes. Lines of a layout it has seen before are read
 * where they lie, without allocating; all others in full, as JSON, with the same result. Lines end with LF or CRLF, the
 * last one need not; blank lines are counted and skipped, and a byte-order mark before the first is skipped.
 *
 * Bytes come in through {@link push} or, without a copy, by writing to {@link room} and calling {@link filled}.
 */
export class SessionFactScanner extends ScannedFact {
  /** Lines so far, blank and rejected ones included. */
  lines = 0;
  /** The strings that a fact's numbers stand for. Tables grow, a number keeps its meaning; none is of a rejected line. */
  readonly accounts: readonly string[];
  readonly sources: readonly string[];
  readonly pools: readonly string[];
  readonly activities: readonly string[];
  readonly reasons: readonly string[];
  private readonly lineReader: LineReader;
  private readonly fullReader: FullReader;
  /** Bytes at the buffer's front that belong to an unfinished line. */
  private carried = 0;
  /** Whether what comes is the rest of a line that was too long. */
  private dropping = false;

  /** `fromTheStart` false: the bytes go on from an earlier line, so that a byte-order mark is no mark. */
  constructor(
    private readonly sink: FactSink,
    private readonly input: { readonly fromTheStart: boolean } = { fromTheStart: true },
  ) {
    super(SCRATCH + SCRATCH_SIZE + SLACK);
    const tables = {
      accounts: new ByteInterner(),
      sources: new ByteInterner(),
      pools: new ByteInterner(),
      activities: new ByteInterner(),
      reasons: new ByteInterner(),
    };
    const layouts = new LayoutTree();
    this.lineReader = new LineReader(layouts, tables);
    this.fullReader = new FullReader(layouts, tables, SCRATCH);
    this.accounts = tables.accounts.values;
    this.sources = tables.sources.values;
    this.pools = tables.pools.values;
    this.activities = tables.activities.values;
    this.reasons = tables.reasons.values;
  }

  /** Where the next bytes go, 128 KiB at most. Good until the next call of anything else. */
  room(): Uint8Array {
    return this.bytes.subarray(this.carried, this.carried + CHUNK);
  }

  /** Scans the first `count` bytes of {@link room}: the lines that end in them go to the sink. */
  filled(count: number): void {
    const end = this.carried + count;
    let start = 0;
    if (this.dropping) {
      start = this.bytes.subarray(0, end).indexOf(NEWLINE) + 1;
      if (start === 0) return;
      this.dropping = false;
    }
    let limit = end;
    while (limit > this.carried && this.bytes[limit - 1] !== NEWLINE) limit -= 1;
    if (limit > this.carried) {
      this.scan(start, limit);
      start = limit;
    }
    this.bytes.copyWithin(0, start, end);
    this.carried = end - start;
    if (this.carried <= LONGEST_CARRY) return;
    this.lines += 1;
    this.sink.rejected(this.lines, TOO_LONG);
    this.dropping = true;
    this.carried = 0;
  }

  /** Scans a chunk of any size. It is copied, and may be reused at once. */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += CHUNK) {
      const part = chunk.subarray(at, at + CHUNK);
      this.bytes.set(part, this.carried);
      this.filled(part.length);
    }
  }

  /** There is no more: what follows the last line end is a line too. */
  end(): void {
    if (this.carried === 0) return;
    this.bytes[this.carried] = NEWLINE;
    this.filled(1);
  }

  /** Reads the whole lines from `start` to `limit`. */
  private scan(start: number, limit: number): void {
    const { bytes } = this;
    let at = start;
    if (
      this.lines === 0 &&
      this.input.fromTheStart &&
      bytes[0] === 0xef &&
      bytes[1] === 0xbb &&
      bytes[2] === 0xbf
    )
      at = 3;
    while (at < limit) {
      const next = this.lineReader.read(this, at);
      this.lines += 1;
      if (next < 0 || next - at > LONGEST_LINE) at = this.scanInFull(at);
      else {
        this.sink.fact(this);
        at = next;
      }
    }
  }

  /** Reads the line at `start` in full, and returns the place behind its line feed. */
  private scanInFull(start: number): number {
    const { bytes } = this;
    const feed = bytes.indexOf(NEWLINE, start);
    const length = feed - start - (feed > start && bytes[feed - 1] === RETURN ? 1 : 0);
    const end = feed + 1;
    let text = start;
    while (isBlank(bytes[text]!)) text += 1;
    if (length > LONGEST_LINE) this.sink.rejected(this.lines, TOO_LONG);
    else if (text < feed) {
      const problem = this.fullReader.read(this, start, end);
      if (problem === null) this.sink.fact(this);
      else this.sink.rejected(this.lines, problem);
    }
    return end;
  }
}
