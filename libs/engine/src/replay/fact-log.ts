import type { FactSink, ScannedFact, SessionFactScanner } from '@seatmeter/contracts';
import { longer } from '../longer';
import { AttributeTable, type Attributes } from './attribute-table';

/** Bytes shared memory is asked for at a time. */
const SLAB = 1 << 24;
const FIRST_BLOCK = 256;
const LARGEST_BLOCK = 1 << 14;
/** Most bytes of a record beside its strings: instant, attributes, three lengths, and what a copy by words writes behind. */
const AROUND_STRINGS = 8 + 4 + 3 * 3 + 4;
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

/** Numbers of an account's cursor: its last block, that block's slab, the next byte to write, the byte not to write. */
const CURSOR = 4;

/**
 * Writes what a scanner reads into a {@link FactLog}. A record: instant (float64), attributes (uint32), then id, session
 * and user, each as its length (one byte; 0 = none) and its bytes.
 */
export class FactLogWriter implements FactSink {
  private counts = new Uint32Array(64);
  private latest = new Float64Array(64);
  private firstBlock = new Int32Array(64);
  private cursors = new Int32Array(64 * CURSOR);
  private accountCount = 0;
  private blocks = new Int32Array(256 * BLOCK);
  private blockCount = 0;
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
    const cursor = account * CURSOR;
    const longest = fact.idLength + fact.sessionLength + fact.userLength + AROUND_STRINGS;
    if (this.cursors[cursor + 2]! + longest > this.cursors[cursor + 3]!) {
      this.beginBlock(account, longest);
    }
    const { cursors } = this;
    const from = fact.view;
    const view = this.views[cursors[cursor + 1]!]!;
    let at = cursors[cursor + 2]!;
    view.setFloat64(at, fact.at, true);
    view.setInt32(at + 8, this.attributes.numberOf(fact), true);
    at = writeSlot(view, at + 12, from, fact.idAt, fact.idLength, fact.idWide);
    at = writeSlot(view, at, from, fact.sessionAt, fact.sessionLength, fact.sessionWide);
    at = writeSlot(view, at, from, fact.userAt, fact.userLength, fact.userWide);
    cursors[cursor + 2] = at;
  }

  /** The log of everything read so far, with the strings of the scanner that read it. */
  finish(scanner: SessionFactScanner): FactLog {
    for (let account = 0; account < this.accountCount; account += 1) this.endBlock(account);
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
    const account = this.accountCount;
    if (account === this.counts.length) {
      this.counts = longer(this.counts);
      this.latest = longer(this.latest);
      this.firstBlock = longer(this.firstBlock);
      this.cursors = longer(this.cursors);
    }
    this.latest[account] = -Infinity;
    this.firstBlock[account] = -1;
    this.cursors.set([-1, 0, 0, 0], account * CURSOR);
    this.accountCount += 1;
  }

  /** Notes how far the account's last block was written. */
  private endBlock(account: number): void {
    const block = this.cursors[account * CURSOR]!;
    if (block >= 0) this.blocks[block * BLOCK + 2] = this.cursors[account * CURSOR + 2]!;
  }

  /** Lets the account go on in a new block, twice as large as its last one up to a bound, with room for `longest` bytes. */
  private beginBlock(account: number, longest: number): void {
    const [last, , , end] = this.cursors.subarray(account * CURSOR);
    const before = last! < 0 ? FIRST_BLOCK / 2 : end! - this.blocks[last! * BLOCK + 1]!;
    const size = Math.max(longest, Math.min(2 * before, LARGEST_BLOCK));
    this.endBlock(account);
    const block = this.newBlock(size);
    if (last! < 0) this.firstBlock[account] = block;
    else this.blocks[last! * BLOCK + 3] = block;
    const [slab, start] = this.blocks.subarray(block * BLOCK);
    this.cursors.set([block, slab!, start!, start! + size], account * CURSOR);
  }

  private newBlock(size: number): number {
    if (this.slabUsed + size > SLAB) {
      const slab = new SharedArrayBuffer(SLAB);
      this.slabs.push(slab);
      this.views.push(new DataView(slab));
      this.slabUsed = 0;
    }
    if ((this.blockCount + 1) * BLOCK > this.blocks.length) this.blocks = longer(this.blocks);
    const block = this.blockCount;
    this.blocks.set([this.slabs.length - 1, this.slabUsed, this.slabUsed, -1], block * BLOCK);
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
  let place = at + 1;
  if (wide) {
    to.setUint8(at, WIDE);
    to.setUint16(place, length, true);
    place += 2;
  } else {
    to.setUint8(at, length);
  }
  for (let done = 0; done < length; done += 4) {
    to.setInt32(place + done, from.getInt32(start + done, true), true);
  }
  return place + length;
};
