import { copyWith } from './copy';
import type { Instant } from './time';

/** Told of levels that end: `count` levels up to level `top`, all over since `since`, end at `at`. */
export interface LevelsClosed {
  closeLevels(since: Instant, count: number, top: number, at: Instant): void;
}

/**
 * Since when each level of excess has lasted. A higher level never began before a lower one, so levels that began
 * together are one run, and a change costs the runs it ends: O(1) amortised.
 */
export class LevelStack {
  /** Runs from the lowest: run `r` holds the levels above `tops[r - 1]` up to `tops[r]`. */
  private readonly sinces: Instant[] = [];
  private readonly tops: number[] = [];

  copy(): this {
    return copyWith(this, { sinces: [...this.sinces], tops: [...this.tops] });
  }

  /** The highest level now over; 0 when none is. */
  get excess(): number {
    return this.tops.length === 0 ? 0 : this.tops[this.tops.length - 1]!;
  }

  /** When the current excursion began; only while there is one. */
  get excursionSince(): Instant {
    return this.sinces[0]!;
  }

  /** Lets the excess be `excess` from `at` on. */
  set(excess: number, at: Instant, closed: LevelsClosed): void {
    if (excess > this.excess) {
      this.sinces.push(at);
      this.tops.push(excess);
    } else {
      this.lower(excess, at, closed);
    }
  }

  private lower(excess: number, at: Instant, closed: LevelsClosed): void {
    while (this.excess > excess) {
      const run = this.tops.length - 1;
      const top = this.tops[run]!;
      const below = run === 0 ? 0 : this.tops[run - 1]!;
      const kept = Math.max(below, excess);
      closed.closeLevels(this.sinces[run]!, top - kept, top, at);
      if (kept > below) {
        this.tops[run] = kept;
      } else {
        this.sinces.pop();
        this.tops.pop();
      }
    }
  }

  /** Shows every level as if it ended at `at`, the highest first, and ends none. */
  closeAll(at: Instant, closed: LevelsClosed): void {
    for (let run = this.tops.length - 1; run >= 0; run -= 1) {
      const below = run === 0 ? 0 : this.tops[run - 1]!;
      closed.closeLevels(this.sinces[run]!, this.tops[run]! - below, this.tops[run]!, at);
    }
  }

  /** The runs as they are from `at` on if the excess is then `excess`, the lowest first. Changes nothing. */
  runsAt(excess: number, at: Instant): { since: Instant; top: number }[] {
    const runs = this.sinces
      .map((since, run) => ({ since, top: Math.min(this.tops[run]!, excess) }))
      .filter((run, index) => run.top > (this.tops[index - 1] ?? 0));
    return excess > this.excess ? [...runs, { since: at, top: excess }] : runs;
  }
}
