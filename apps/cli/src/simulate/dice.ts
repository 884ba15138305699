const scattered = (bits: number): number => {
  let x = bits;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
};

/**
 * Seeded rolls (mulberry32) that begin anew for every thing they are about: what an agent does on a day hangs on the seed,
 * the agent and the day alone, so that any day can be had without those before it.
 */
export class Dice {
  private state = 0;

  constructor(private readonly seed: number) {}

  /** Begins the rolls about one thing; the same thing has the same rolls. */
  about(who: number, day: number, what: number): this {
    const start = scattered(scattered(this.seed ^ 0x9e3779b9) + who);
    this.state = scattered(scattered(start + day) + what);
    return this;
  }

  /** A number in `[from, to)`. */
  between(from: number, to: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return from + (((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * (to - from);
  }

  /** True in a share of the rolls. */
  chance(share: number): boolean {
    return this.between(0, 1) < share;
  }
}
