/** The types of node do not know what node has. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number }) => WasmMemory;
};

interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

const PAGE = 65_536;

/** Bytes a line may have without its line end. */
export const LONGEST_LINE = 65_536;
/** Bytes kept of an unfinished line: the longest line, its carriage return and a byte-order mark. */
export const LONGEST_CARRY = LONGEST_LINE + 4;
/** Bytes taken in at once: few enough to be in the cache still when they are scanned. */
export const CHUNK = 131_072;
/** Bytes of the longest id, session and user together, each at most 200 units of two bytes. */
export const SCRATCH_SIZE = 1200;
/** Bytes behind the text, and behind the scratch, that reads of whole words may touch. */
const SLACK = 64;

/** Lines read at a time, a row each. */
export const MOST_ROWS = 256;
/** Bytes of a row, and what lies where in it. */
export const ROW = 64;
export const IN_ROW = {
  /** A float64; the others are int32. */
  at: 0,
  kind: 8,
  lease: 12,
  account: 16,
  source: 20,
  pool: 24,
  activity: 28,
  reason: 32,
  /** The place behind the line end. */
  next: 36,
  /** Place and length of each. */
  id: 40,
  session: 48,
  user: 56,
} as const;

const DAYS = 256;
export const DAY_SLOT = 32;
const TEXT = 1024 + MOST_ROWS * ROW + DAYS * DAY_SLOT;

/** What lies where in the memory. */
export const PLACE = {
  /** A float64: what a function of the host found beside what it returns. */
  found: 0,
  /** Where reading stopped. */
  stopped: 8,
  /** The layouts' first node. */
  root: 12,
  /** Sixteen bytes of ones, then sixteen of zeroes: masks for the first few of sixteen bytes. */
  masks: 48,
  /** Of each table of strings: where its slots are, and how many less one. */
  tables: 80,
  rows: 1024,
  /** Days that were read: each as its ten bytes and six zeroes, then as a float64. */
  days: 1024 + MOST_ROWS * ROW,
  text: TEXT,
  scratch: TEXT + LONGEST_CARRY + CHUNK + SLACK,
} as const;
const HEAP = (PLACE.scratch + SCRATCH_SIZE + SLACK + 15) & ~15;

/** The memory that the code of `line-kernel.ts` works on. */
export class KernelMemory {
  readonly wasm = new WebAssembly.Memory({ initial: Math.ceil(HEAP / PAGE) + 1 });
  /** All of it; made anew whenever the memory grows, as the old ones are void then. */
  bytes = new Uint8Array(this.wasm.buffer);
  view = new DataView(this.wasm.buffer);
  ints = new Int32Array(this.wasm.buffer);
  floats = new Float64Array(this.wasm.buffer);
  private used = HEAP;

  constructor() {
    this.bytes.fill(0xff, PLACE.masks, PLACE.masks + 16);
    // No day: its last six bytes are no zeroes.
    this.bytes.fill(0xff, PLACE.days, PLACE.text);
  }

  /** The place of `size` zeroes, at a multiple of sixteen, that are nobody else's from now on. */
  allocate(size: number): number {
    const place = this.used;
    this.used += (size + 15) & ~15;
    const missing = this.used + SLACK - this.bytes.length;
    if (missing > 0) this.grow(Math.max(missing, Math.min(this.bytes.length, (PAGE * PAGE) / 64)));
    return place;
  }

  private grow(bytes: number): void {
    this.wasm.grow(Math.ceil(bytes / PAGE));
    this.bytes = new Uint8Array(this.wasm.buffer);
    this.view = new DataView(this.wasm.buffer);
    this.ints = new Int32Array(this.wasm.buffer);
    this.floats = new Float64Array(this.wasm.buffer);
  }
}
