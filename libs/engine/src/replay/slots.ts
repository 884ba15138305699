import { decodeSlot, sameBytes } from '@seatmeter/contracts';
import { WIDE } from './fact-log';

/** Bytes of the string at `at` of a record, its length included. */
export const slotSize = (view: DataView, at: number): number => {
  const length = view.getUint8(at);
  return length === WIDE ? 3 + view.getUint16(at + 1, true) : 1 + length;
};

/** The string at `at` of a record. */
export const slotText = (view: DataView, at: number): string => {
  const wide = view.getUint8(at) === WIDE;
  const header = wide ? 3 : 1;
  const bytes = new Uint8Array(view.buffer);
  return decodeSlot(bytes, at + header, slotSize(view, at) - header, wide);
};

/** Odd multipliers, a word of a string each and then again: sums of products need not wait for each other. */
const FACTORS = Int32Array.from(
  { length: 128 },
  (_, word) => Math.imul(2 * word + 1, 0x9e3779b1) | 1,
);

/** A 32-bit hash of the string at `at`. Reads, but does not count, up to three bytes behind it. */
export const slotHash = (view: DataView, at: number, size: number): number => {
  let hash = 0;
  let word = 0;
  let done = 0;
  for (; done + 4 <= size; done += 4, word += 1) {
    const bits = view.getInt32(at + done, true);
    hash = (hash + Math.imul(bits ^ (bits >>> 15), FACTORS[word & 127]!)) | 0;
  }
  if (done < size) {
    const rest = view.getInt32(at + done, true) << ((done + 4 - size) << 3);
    hash = (hash + Math.imul(rest ^ (rest >>> 15), FACTORS[word & 127]!)) | 0;
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return hash ^ (hash >>> 13);
};

/** Gives each distinct string of an account's records a small number, in order of appearance. */
export class SlotNumbers {
  count = 0;
  /** By number: where the string is. */
  private readonly slab: Int32Array;
  private readonly at: Int32Array;
  /** By hash: a string's number + 1, 0 for none, and beside it its whole hash. */
  private readonly places: Int32Array;
  private mask = 0;

  /** Room for `most` strings of an account. */
  constructor(
    private readonly views: readonly DataView[],
    most: number,
  ) {
    this.slab = new Int32Array(most);
    this.at = new Int32Array(most);
    this.places = new Int32Array(2 << (33 - Math.clz32(most)));
  }

  /** Forgets all, for an account of `most` strings. */
  clear(most: number): void {
    this.mask = (1 << (33 - Math.clz32(most))) - 1;
    this.places.fill(0, 0, 2 * (this.mask + 1));
    this.count = 0;
  }

  /** The number of the string of `size` bytes at `at`. */
  take(slab: number, at: number, size: number): number {
    const view = this.views[slab]!;
    const hash = slotHash(view, at, size);
    const { places, mask } = this;
    let place = hash & mask;
    for (let known = places[2 * place]! - 1; known >= 0; known = places[2 * place]! - 1) {
      if (
        places[2 * place + 1] === hash &&
        sameBytes(view, at, this.views[this.slab[known]!]!, this.at[known]!, size)
      ) {
        return known;
      }
      place = (place + 1) & mask;
    }
    const number = this.count;
    places[2 * place] = number + 1;
    places[2 * place + 1] = hash;
    this.slab[number] = slab;
    this.at[number] = at;
    this.count += 1;
    return number;
  }

  textOf(number: number): string {
    return slotText(this.views[this.slab[number]!]!, this.at[number]!);
  }
}
