import { FullReader } from './full-reader';
import {
  CHUNK,
  IN_ROW,
  KernelMemory,
  LONGEST_CARRY,
  LONGEST_LINE,
  MOST_ROWS,
  PLACE,
  ROW,
} from './kernel-memory';
import { LayoutTree } from './layout-tree';
import { LineReader } from './line-reader';
import { ScannedFact } from './scanned-fact';

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
  private readonly text: KernelMemory;
  private readonly lineReader: LineReader;
  private readonly fullReader: FullReader;
  /** Bytes at the text's front that belong to an unfinished line. */
  private carried = 0;
  /** Whether what comes is the rest of a line that was too long. */
  private dropping = false;

  /** `fromTheStart` false: the bytes go on from an earlier line, so that a byte-order mark is no mark. */
  constructor(
    private readonly sink: FactSink,
    private readonly input: { readonly fromTheStart: boolean } = { fromTheStart: true },
  ) {
    const text = new KernelMemory();
    super(text);
    const layouts = new LayoutTree();
    this.text = text;
    this.lineReader = new LineReader(text, layouts);
    const { tables } = this.lineReader;
    this.fullReader = new FullReader(layouts, tables);
    this.accounts = tables.accounts.values;
    this.sources = tables.sources.values;
    this.pools = tables.pools.values;
    this.activities = tables.activities.values;
    this.reasons = tables.reasons.values;
  }

  /** Where the next bytes go, 128 KiB at most. Good until the next call of anything else. */
  room(): Uint8Array {
    return this.text.bytes.subarray(this.carryEnd, this.carryEnd + CHUNK);
  }

  /** Scans the first `count` bytes of {@link room}: the lines that end in them go to the sink. */
  filled(count: number): void {
    const end = this.carryEnd + count;
    let start: number = PLACE.text;
    if (this.dropping) {
      start = this.bytes.subarray(0, end).indexOf(NEWLINE, start) + 1;
      if (start === 0) return;
      this.dropping = false;
    }
    let limit = end;
    while (limit > this.carryEnd && this.bytes[limit - 1] !== NEWLINE) limit -= 1;
    if (limit > this.carryEnd) {
      this.scan(start, limit);
      start = limit;
    }
    this.bytes.copyWithin(PLACE.text, start, end);
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
      this.bytes.set(part, this.carryEnd);
      this.filled(part.length);
    }
  }

  /** There is no more: what follows the last line end is a line too. */
  end(): void {
    if (this.carried === 0) return;
    this.bytes[this.carryEnd] = NEWLINE;
    this.filled(1);
  }

  private get carryEnd(): number {
    return PLACE.text + this.carried;
  }

  /** Reads the whole lines from `start` to `limit`. */
  private scan(start: number, limit: number): void {
    let at = start;
    if (this.lines === 0 && this.input.fromTheStart && this.isMark(start)) at += 3;
    while (at < limit) {
      const rows = this.lineReader.read(at, limit);
      for (let row = 0; row < rows; row += 1) this.take(PLACE.rows + row * ROW);
      if (rows > 0) at = this.lineReader.stopped;
      if (rows === MOST_ROWS || at === limit) continue;
      this.lines += 1;
      at = this.scanInFull(at);
    }
  }

  /** Tells the sink of the fact in a row. */
  private take(row: number): void {
    const { ints, floats } = this.text;
    this.at = floats[(row + IN_ROW.at) >> 3]!;
    this.kind = ints[(row + IN_ROW.kind) >> 2]!;
    this.leaseSeconds = ints[(row + IN_ROW.lease) >> 2]!;
    this.account = ints[(row + IN_ROW.account) >> 2]!;
    this.source = ints[(row + IN_ROW.source) >> 2]!;
    this.pool = ints[(row + IN_ROW.pool) >> 2]!;
    this.activity = ints[(row + IN_ROW.activity) >> 2]!;
    this.reason = ints[(row + IN_ROW.reason) >> 2]!;
    this.idAt = ints[(row + IN_ROW.id) >> 2]!;
    this.idLength = ints[(row + IN_ROW.id + 4) >> 2]!;
    this.sessionAt = ints[(row + IN_ROW.session) >> 2]!;
    this.sessionLength = ints[(row + IN_ROW.session + 4) >> 2]!;
    this.userAt = ints[(row + IN_ROW.user) >> 2]!;
    this.userLength = ints[(row + IN_ROW.user + 4) >> 2]!;
    this.idWide = false;
    this.sessionWide = false;
    this.userWide = false;
    this.lines += 1;
    this.sink.fact(this);
  }

  /** Whether a byte-order mark is at `at`. */
  private isMark(at: number): boolean {
    const { bytes } = this;
    return bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf;
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
