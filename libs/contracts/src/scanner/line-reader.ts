import { LONGEST_LEASE } from '../session-fact';
import type { ByteInterner } from './byte-interner';
import { compileLayouts, type ReadLine } from './layout-code';
import type { LayoutTree } from './layout-tree';
import type { ScannedFact } from './scanned-fact';
import { plainTextEnd } from './string-slot';
import { TimeReader } from './time-bytes';

/** The strings that facts repeat, by number. */
export interface Tables {
  readonly accounts: ByteInterner;
  readonly sources: ByteInterner;
  readonly pools: ByteInterner;
  readonly activities: ByteInterner;
  readonly reasons: ByteInterner;
}

/** Where the number at `at` ends: at itself when no digit is there, behind a leading zero when it has one. */
const digitsEnd = (view: DataView, at: number): number => {
  if (view.getUint8(at) === 0x30) return at + 1;
  let end = at;
  for (let digit = view.getUint8(end); digit >= 0x30 && digit <= 0x39; digit = view.getUint8(end))
    end += 1;
  return end;
};

const takeLease = (fact: ScannedFact, at: number): number => {
  const end = digitsEnd(fact.view, at);
  let seconds = 0;
  if (end - at > 6) return -1;
  for (let place = at; place < end; place += 1)
    seconds = seconds * 10 + fact.view.getUint8(place) - 0x30;
  if (seconds < 1 || seconds > LONGEST_LEASE) return -1;
  fact.leaseSeconds = seconds;
  return end;
};

/**
 * Reads lines of learned layouts straight from their bytes. Such a line differs only in its fields' values from a line
 * that was read in full before, and a value is taken only when it is plain ASCII and valid; a string that facts repeat,
 * only when it was in a valid fact before.
 */
export class LineReader {
  private readonly time = new TimeReader();
  private readLine: ReadLine = () => -1;
  /** Layouts in the code. */
  private compiled = 0;

  constructor(
    private readonly tree: LayoutTree,
    private readonly tables: Tables,
  ) {}

  /**
   * Reads the line at `from` into `fact` and returns the place behind its line end; -1 when only a full read can judge
   * the line, and `fact` then holds nothing of use. A line end must follow, and 64 readable bytes behind it.
   */
  read(fact: ScannedFact, from: number): number {
    if (this.compiled !== this.tree.count) this.compile();
    fact.clear();
    return this.readLine(fact, from);
  }

  private compile(): void {
    this.compiled = this.tree.count;
    this.readLine = compileLayouts(this.tree.root, {
      ...this.tables,
      time: this.time,
      text: plainTextEnd,
      digits: digitsEnd,
      lease: takeLease,
    });
  }
}
