import { LONGEST_LEASE } from '../session-fact';
import { ByteInterner } from './byte-interner';
import { PLACE, type KernelMemory } from './kernel-memory';
import type { LayoutNode, LayoutTree } from './layout-tree';
import { lineKernel, NODE, NODE_SIZE } from './line-kernel';
import { dayAt, TimeReader } from './time-bytes';

/** The types of node do not know what node has. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

interface Kernel {
  read(at: number, limit: number): number;
  hash(at: number, end: number): number;
}

/** Made when the first line is to be read: who reads none does not wait for it. */
let compiled: object | undefined;
const kernelModule = (): object => (compiled ??= new WebAssembly.Module(lineKernel()));

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

/** The seconds of the lease from `at` to `end`; NaN when it cannot be one. */
const leaseOf = (view: DataView, at: number, end: number): number => {
  let seconds = 0;
  if (end - at > 6) return NaN;
  for (let place = at; place < end; place += 1)
    seconds = seconds * 10 + view.getUint8(place) - 0x30;
  return seconds >= 1 && seconds <= LONGEST_LEASE ? seconds : NaN;
};

/**
 * Reads lines of learned layouts straight from their bytes. Such a line differs only in its fields' values from a line
 * that was read in full before, and a value is taken only when it is plain ASCII and valid; a string that facts repeat,
 * only when it was in a valid fact before.
 */
export class LineReader {
  readonly tables: Tables;
  private readonly time = new TimeReader();
  private readonly kernel: Kernel;
  /** Layouts in the memory. */
  private written = 0;

  constructor(
    private readonly memory: KernelMemory,
    private readonly tree: LayoutTree,
  ) {
    this.kernel = this.instance();
    const table = (which: number): ByteInterner =>
      new ByteInterner(memory, (at, end) => this.kernel.hash(at, end), which);
    this.tables = {
      accounts: table(0),
      sources: table(1),
      pools: table(2),
      activities: table(3),
      reasons: table(4),
    };
  }

  /**
   * Reads the lines from `at` to `limit` into the memory's rows until as many are read as there are rows for or only a full read can
   * judge one; returns how many, and {@link stopped} is the place behind the last of them. A line end must come before
   * `limit`, and 64 readable bytes behind it.
   */
  read(at: number, limit: number): number {
    if (this.written !== this.tree.count) this.writeLayouts();
    return this.written === 0 ? 0 : this.kernel.read(at, limit);
  }

  /** Where the last {@link read} stopped. */
  get stopped(): number {
    return this.memory.view.getInt32(PLACE.stopped, true);
  }

  private instance(): Kernel {
    const { memory, time } = this;
    const found = (end: number, value: number): number => {
      memory.view.setFloat64(PLACE.found, value, true);
      return Number.isNaN(value) ? -1 : end;
    };
    const host = {
      memory: memory.wasm,
      day: (at: number) => dayAt(memory.view, at),
      time: (at: number) => {
        const end = time.read(memory.view, at);
        return end < 0 ? end : found(end, time.instant);
      },
      digits: (at: number) => digitsEnd(memory.view, at),
      lease: (at: number) => {
        const end = digitsEnd(memory.view, at);
        return found(end, leaseOf(memory.view, at, end));
      },
    };
    return new WebAssembly.Instance(kernelModule(), { host }).exports as Kernel;
  }

  private writeLayouts(): void {
    this.written = this.tree.count;
    this.memory.view.setInt32(PLACE.root, this.write(this.tree.root), true);
  }

  /** Writes a node and all below and beside it; returns its place, 0 for none. */
  private write(node: LayoutNode | null): number {
    if (node === null) return 0;
    const { literal, then, kind } = node;
    const next = this.write(node.next);
    const other = this.write(node.other);
    const bytes = this.memory.allocate(literal.length + 16);
    const place = this.memory.allocate(NODE_SIZE);
    const { view } = this.memory;
    this.memory.bytes.set(literal, bytes);
    view.setInt32(place + NODE.literal, bytes, true);
    view.setInt32(place + NODE.length, literal.length, true);
    view.setInt32(place + NODE.then, then, true);
    view.setInt32(place + NODE.kind, kind, true);
    view.setInt32(place + NODE.next, next, true);
    view.setInt32(place + NODE.other, other, true);
    return place;
  }
}
