import { isAscii, plainTextEnd, sameBytes } from './string-slot';

const FIRST_NUMBERS = 64;
const FIRST_BYTES = 1024;
/** Bytes that may be read behind a stored string without comparing them. */
const SLACK = 8;
const QUOTE = 0x22;

const hashOf = (view: DataView, from: number, length: number): number => {
  let hash = length;
  let at = from;
  const end = from + length;
  for (; at + 4 <= end; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  if (at < end) {
    const rest = view.getInt32(at, true) << ((at + 4 - end) << 3);
    hash = Math.imul(hash ^ rest, 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  return hash ^ (hash >>> 16);
};

/**
 * Gives each distinct string a small number, by its bytes where they lie, in order of first interning.
 * {@link findText} allocates nothing and never adds; strings that are not ASCII are found by {@link intern} only.
 */
export class ByteInterner {
  /** The strings by number. */
  readonly values: string[] = [];
  private readonly numbers = new Map<string, number>();
  private slots = new Int32Array(2 * FIRST_NUMBERS).fill(-1);
  private mask = 2 * FIRST_NUMBERS - 1;
  private starts = new Int32Array(FIRST_NUMBERS);
  private lengths = new Int32Array(FIRST_NUMBERS);
  private arena = new Uint8Array(FIRST_BYTES);
  private view = new DataView(this.arena.buffer);
  private used = 0;
  private last = -1;
  private lastStart = 0;
  private lastLength = 0;
  /** Where the string of the last {@link findText} ends, -1 when it was not found. */
  textEnd = -1;

  /**
   * The number of the plain string at `at`, which a quote must end; -1 when it was never interned. {@link textEnd} is
   * then the place of the quote, or -1. Eight bytes behind the string must be readable.
   */
  findText(view: DataView, at: number): number {
    const { last } = this;
    if (last >= 0 && sameBytes(view, at, this.view, this.lastStart, this.lastLength + 1)) {
      this.textEnd = at + this.lastLength;
      return last;
    }
    const end = plainTextEnd(view, at);
    const found = this.find(view, at, end - at);
    this.textEnd = found < 0 ? -1 : end;
    if (found < 0) return -1;
    this.last = found;
    this.lastStart = this.starts[found]!;
    this.lastLength = end - at;
    return found;
  }

  private find(view: DataView, at: number, length: number): number {
    let slot = hashOf(view, at, length) & this.mask;
    for (;;) {
      const number = this.slots[slot]!;
      if (number < 0) return -1;
      if (
        this.lengths[number] === length &&
        sameBytes(view, at, this.view, this.starts[number]!, length)
      )
        return number;
      slot = (slot + 1) & this.mask;
    }
  }

  /** The number of `text`, a new one when it is new. */
  intern(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.values.push(text) - 1;
    this.numbers.set(text, number);
    if (number >= this.starts.length) this.growNumbers();
    this.lengths[number] = -1;
    if (isAscii(text)) this.store(number, text);
    return number;
  }

  private store(number: number, text: string): void {
    if (this.used + text.length + SLACK > this.arena.length) this.growArena(text.length + SLACK);
    for (let at = 0; at < text.length; at += 1) this.arena[this.used + at] = text.charCodeAt(at);
    this.arena[this.used + text.length] = QUOTE;
    this.starts[number] = this.used;
    this.lengths[number] = text.length;
    this.used += text.length + 1;
    this.place(number);
  }

  private place(number: number): void {
    let slot = hashOf(this.view, this.starts[number]!, this.lengths[number]!) & this.mask;
    while (this.slots[slot]! >= 0) slot = (slot + 1) & this.mask;
    this.slots[slot] = number;
  }

  private growArena(wanted: number): void {
    const arena = new Uint8Array(2 * this.arena.length + wanted);
    arena.set(this.arena);
    this.arena = arena;
    this.view = new DataView(arena.buffer);
  }

  /** Doubles the room for numbers and, so that it stays at most half full, the table. */
  private growNumbers(): void {
    const room = 2 * this.starts.length;
    const starts = new Int32Array(room);
    const lengths = new Int32Array(room);
    starts.set(this.starts);
    lengths.set(this.lengths);
    this.starts = starts;
    this.lengths = lengths;
    this.slots = new Int32Array(2 * room).fill(-1);
    this.mask = 2 * room - 1;
    for (let number = 0; number < this.values.length - 1; number += 1)
      if (this.lengths[number]! >= 0) this.place(number);
  }
}
