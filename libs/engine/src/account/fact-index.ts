import { longer } from '../longer';
import type { ByteReader } from '../stream/byte-writer';
import { readColumn } from './column-bytes';

/** A 64-bit fingerprint of what identifies a fact, in two halves. */
export interface Fingerprint {
  low: number;
  high: number;
}

const PRIME = 0x01000193;
const OTHER_PRIME = 0x85ebca6b;

/** Overwrites `into` with the fingerprint of (`source`, `id`). */
export const fingerprint = (source: string, id: string, into: Fingerprint): void => {
  let low = 0x811c9dc5;
  let high = source.length;
  for (let at = 0; at < source.length; at += 1) {
    low = Math.imul(low ^ source.charCodeAt(at), PRIME);
    high = Math.imul(high ^ source.charCodeAt(at), OTHER_PRIME) ^ (high >>> 15);
  }
  for (let at = 0; at < id.length; at += 1) {
    low = Math.imul(low ^ id.charCodeAt(at), PRIME);
    high = Math.imul(high ^ id.charCodeAt(at), OTHER_PRIME) ^ (high >>> 15);
  }
  into.low = low;
  into.high = high;
};

/** Finds the facts of an account that may have an identity, whatever their age: open addressing, twelve to twenty bytes a fact. */
export class FactIndex {
  private lows = new Int32Array(64);
  private highs = new Int32Array(64);
  /** A fact's number + 1, at its low half or behind; 0: free. */
  private slots = new Int32Array(128);
  private count = 0;

  /** The number of facts so far is the number of the next. */
  add({ low, high }: Fingerprint): void {
    if (this.count === this.lows.length) this.grow();
    this.lows[this.count] = low;
    this.highs[this.count] = high;
    this.enter(this.count);
    this.count += 1;
  }

  /** The numbers of the facts with this fingerprint, the earliest first: whether they are the fact, their text must say. */
  candidates({ low, high }: Fingerprint): readonly number[] {
    let found: number[] | undefined;
    const mask = this.slots.length - 1;
    for (let slot = low & mask; this.slots[slot] !== 0; slot = (slot + 1) & mask) {
      const fact = this.slots[slot]! - 1;
      if (this.lows[fact] === low && this.highs[fact] === high) (found ??= []).push(fact);
    }
    return found?.sort((one, other) => one - other) ?? NONE;
  }

  /** The fingerprints, as two columns that may be longer. */
  get prints(): readonly Int32Array[] {
    return [this.lows, this.highs];
  }

  /** Takes, while it is empty, {@link prints} that were written as columns. */
  read(from: ByteReader, count: number): void {
    let room = this.lows.length;
    while (room < count) room *= 2;
    this.lows = readColumn(from, new Int32Array(room), count);
    this.highs = readColumn(from, new Int32Array(room), count);
    this.slots = new Int32Array(2 * room);
    for (; this.count < count; this.count += 1) this.enter(this.count);
  }

  private enter(fact: number): void {
    const mask = this.slots.length - 1;
    let slot = this.lows[fact]! & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = fact + 1;
  }

  private grow(): void {
    this.lows = longer(this.lows);
    this.highs = longer(this.highs);
    this.slots = new Int32Array(2 * this.slots.length);
    for (let fact = 0; fact < this.count; fact += 1) this.enter(fact);
  }
}

const NONE: readonly number[] = [];
