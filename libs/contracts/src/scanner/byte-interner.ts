import { PLACE, type KernelMemory } from './kernel-memory';
import { STRING } from './kernel-strings';
import { isAscii } from './string-slot';

const FIRST_SLOTS = 128;

/** What finds a string by its bytes: the kernel's own hash of the bytes between two places. */
export type Hash = (at: number, end: number) => number;

/**
 * Gives each distinct string a small number, in order of first interning, and lets the kernel find it by its bytes.
 * A string that is not ASCII is found by {@link intern} only.
 */
export class ByteInterner {
  /** The strings by number. */
  readonly values: string[] = [];
  private readonly numbers = new Map<string, number>();
  /** Where each string is that the kernel can find. */
  private readonly entries: number[] = [];
  private slots = 0;
  private mask = 0;

  /** `table`: which of the kernel's tables this is. */
  constructor(
    private readonly memory: KernelMemory,
    private readonly hash: Hash,
    private readonly table: number,
  ) {
    this.makeSlots(FIRST_SLOTS);
  }

  /** The number of `text`, a new one when it is new. */
  intern(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.values.push(text) - 1;
    this.numbers.set(text, number);
    if (isAscii(text) && text !== '') this.store(number, text);
    return number;
  }

  private store(number: number, text: string): void {
    const entry = this.memory.allocate(STRING.bytes + text.length);
    const { bytes, view } = this.memory;
    view.setInt32(entry + STRING.number, number, true);
    view.setInt32(entry + STRING.length, text.length, true);
    bytes.set(Buffer.from(text, 'latin1'), entry + STRING.bytes);
    this.entries.push(entry);
    if (2 * this.entries.length > this.mask) this.makeSlots(2 * (this.mask + 1));
    else this.place(entry);
  }

  private place(entry: number): void {
    const { view } = this.memory;
    const at = entry + STRING.bytes;
    let slot = this.hash(at, at + view.getInt32(entry + STRING.length, true)) & this.mask;
    while (view.getInt32(this.slots + 4 * slot, true) !== 0) slot = (slot + 1) & this.mask;
    view.setInt32(this.slots + 4 * slot, entry, true);
  }

  /** Makes a new table of twice as many slots and more, so that it stays at most half full. */
  private makeSlots(count: number): void {
    this.slots = this.memory.allocate(4 * count);
    this.mask = count - 1;
    const { view } = this.memory;
    view.setInt32(PLACE.tables + 8 * this.table, this.slots, true);
    view.setInt32(PLACE.tables + 8 * this.table + 4, this.mask, true);
    for (const entry of this.entries) this.place(entry);
  }
}
