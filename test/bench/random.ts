/** A seeded source of 32-bit numbers (mulberry32): the same seed gives the same month on every machine. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A whole number in `[0, 2^32)`. */
  bits(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** A number in `[from, to)`. */
  between(from: number, to: number): number {
    return from + (this.bits() / 2 ** 32) * (to - from);
  }

  /** Around 0 with deviation 1 (the sum of twelve uniform rolls: its tails end at 6). */
  normal(): number {
    let sum = -6;
    for (let roll = 0; roll < 12; roll++) sum += this.between(0, 1);
    return sum;
  }
}

/** Scatters a counter over 32 bits, one to one: ids look random and never repeat. */
export const scatter = (counter: number): number => {
  let x = counter >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
};
