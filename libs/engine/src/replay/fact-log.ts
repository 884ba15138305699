import type { FactSink, ScannedFact, SessionFactScanner } from '@seatmeter/contracts';
import { AttributeTable, type Attributes } from './attribute-table';

/** Bytes shared memory is asked for at a time. */
const SLAB = 1 << 24;
const FIRST_BLOCK = 256;
const LARGEST_BLOCK = 1 << 14;
/** Longest record: instant, attributes, three strings of 400 bytes with their lengths, and what a copy by words writes behind. */
export const LONGEST_RECORD = 8 + 4 + 3 * (3 + 400) + 4;
/** In place of a string's length: it is UTF-16LE, and its length in bytes follows in two. */
export const WIDE = 255;

/**
 * Facts as they were read, account by account in the order of the lines, in memory that workers share. An account's
 * facts lie in a chain of blocks, so that its fold reads memory in order.
 */
export interface FactLog {
  readonly accounts: readonly string[];
  /** By account: how many facts, the latest instant, its first block. */
  readonly counts: Uint32Array;
  readonly latest: Float64Array;
  readonly firstBlock: Int32Array;
  /** By block: slab, first byte, the byte behind its last record, the next block of the account (-1: none). */
  readonly blocks: Int32Array;
  readonly slabs: readonly SharedArrayBuffer[];
  readonly attributes: readonly Attributes[];
}

/** Numbers a block takes in {@link FactLog.blocks}. */
export const BLOCK = 4;

const longer = <T extends Int32Array | Uint32Array | Float64Array>(full: T): T => {
  const more = new (full.constructor as new (length: number) => T)(2 * full.length);
  more.set(full);
  return more;
};

/**
 * Writes what a scanner reads into a {@link FactLog}. A record: instant (float64), attributes (uint32), then id, session
 * and user, each as its length (one byte; 0 = none) and its bytes.
 */
export class FactLogWriter implements FactSink {
  private counts = new Uint32Array(64);
  private latest = new Float64Array(64);
  private firstBlock = new Int32Array(64);
  private lastBlock = new Int32Array(64);
  private accountCount = 0;
  private blocks = new Int32Array(256 * BLOCK);
  private blockCount = 0;
  /** Where each block must not be written further, by block. */
  private blockEnds = new Int32Array(256);
  private readonly slabs: SharedArrayBuffer[] = [];
  private readonly views: DataView[] = [];
  private slabUsed = SLAB;
  private readonly attributes = new AttributeTable();

  /** `onRejected` hears of every line that is no session fact. */
  constructor(private readonly onRejected: (line: number, problem: string) => void) {}

  rejected(line: number, problem: string): void {
    this.onRejected(line, problem);
  }

  fact(fact: ScannedFact): void {
    const { account } = fact;
    while (account >= this.accountCount) this.addAccount();
    this.counts[account]! += 1;
    if (fact.at > this.latest[account]!) this.latest[account] = fact.at;
    const longest = 16 + fact.idLength + fact.sessionLength + fact.userLength + 12;
    const block = this.blockFor(account, longest);
    const view = this.views[this.blocks[block * BLOCK]!]!;
    const from = this.blocks[block * BLOCK + 2]!;
    view.setFloat64(from, fact.at, true);
    view.setUint32(from + 8, this.attributes.numberOf(fact), true);
    let at = writeSlot(view, from + 12, fact.view, fact.idAt, fact.idLength, fact.idWide);
    at = writeSlot(view, at, fact.view, fact.sessionAt, fact.sessionLength, fact.sessionWide);
    at = writeSlot(view, at, fact.view, fact.userAt, fact.userLength, fact.userWide);
    this.blocks[block * BLOCK + 2] = at;
  }

  /** The log of everything read so far, with the strings of the scanner that read it. */
  finish(scanner: SessionFactScanner): FactLog {
    return {
      accounts: [...scanner.accounts],
      counts: this.counts.slice(0, this.accountCount),
      latest: this.latest.slice(0, this.accountCount),
      firstBlock: this.firstBlock.slice(0, this.accountCount),
      blocks: this.blocks.slice(0, this.blockCount * BLOCK),
      slabs: this.slabs,
      attributes: this.attributes.read(scanner),
    };
  }

  private addAccount(): void {
    if (this.accountCount === this.counts.length) {
      this.counts = longer(this.counts);
      this.latest = longer(this.latest);
      this.firstBlock = longer(this.firstBlock);
      this.lastBlock = longer(this.lastBlock);
    }
    this.latest[this.accountCount] = -Infinity;
    this.firstBlock[this.accountCount] = -1;
    this.lastBlock[this.accountCount] = -1;
    this.accountCount += 1;
  }

  /** The account's last block, or a new one when that has no room left for `longest` bytes. */
  private blockFor(account: number, longest: number): number {
    const last = this.lastBlock[account]!;
    if (last >= 0 && this.blocks[last * BLOCK + 2]! + longest <= this.blockEnds[last]!) return last;
    const size = last < 0 ? FIRST_BLOCK : this.blockEnds[last]! - this.blocks[last * BLOCK + 1]!;
    const block = this.newBlock(Math.max(longest, Math.min(2 * size, LARGEST_BLOCK)));
    if (last < 0) this.firstBlock[account] = block;
    else this.blocks[last * BLOCK + 3] = block;
    this.lastBlock[account] = block;
    return block;
  }

  private newBlock(size: number): number {
    if (this.slabUsed + size > SLAB) {
      const slab = new SharedArrayBuffer(SLAB);
      this.slabs.push(slab);
      this.views.push(new DataView(slab));
      this.slabUsed = 0;
    }
    if (this.blockCount === this.blockEnds.length) {
      this.blocks = longer(this.blocks);
      this.blockEnds = longer(this.blockEnds);
    }
    const block = this.blockCount;
    const start = this.slabUsed;
    this.blocks.set([this.slabs.length - 1, start, start, -1], block * BLOCK);
    this.blockEnds[block] = start + size;
    this.slabUsed += size;
    this.blockCount += 1;
    return block;
  }
}

/** Copies by words: up to three bytes behind the string are written too, and overwritten by what follows. */
const writeSlot = (
  to: DataView,
  at: number,
  from: DataView,
  start: number,
  length: number,
  wide: boolean,
): number => {
  let place = at;
  if (wide) {
    to.setUint8(place, WIDE);
    to.setUint16(place + 1, length, true);
    place += 3;
  } else {
    to.setUint8(place, length);
    place += 1;
  }
  for (let done = 0; done < length; done += 4) {
    to.setInt32(place + done, from.getInt32(start + done, true), true);
  }
  return place + length;
};
