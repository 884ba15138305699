import type { BillingCycle } from './billing-cycle';
import { copyWith } from './copy';
import type { Readings } from './figures';
import { Grace } from './grace';
import type { LevelsClosed, LevelStack } from './level-stack';
import type { DurationMs, Instant } from './time';

/** What the levels that ended, or are read as if they had, bill in one cycle under the default reading. */
export class BilledLevels implements LevelsClosed {
  /** The highest level that billed. */
  highest = 0;
  /** Seat-milliseconds of the levels that billed, inside the cycle, from their start. */
  time = 0;

  constructor(
    private readonly grace: Grace,
    private readonly cycleStart: Instant,
  ) {}

  closeLevels(since: Instant, count: number, top: number, at: Instant): void {
    if (!this.grace.billed(since, at)) return;
    if (top > this.highest) this.highest = top;
    this.time += count * (at - Math.max(since, this.cycleStart));
  }

  /** The same with every open level ending at `at`; changes nothing here. */
  with(levels: LevelStack, at: Instant): BilledLevels {
    const read = new BilledLevels(this.grace, this.cycleStart);
    read.highest = this.highest;
    read.time = this.time;
    levels.closeAll(at, read);
    return read;
  }
}

/** Everything one cycle of one pool adds up while time passes. Seat times are seat-milliseconds. */
export class CycleTally {
  readonly grace: Grace;
  readonly billed: BilledLevels;
  used = 0;
  over = 0;
  peak = 0;
  peakAt: Instant;
  inferredEnds = 0;
  inferredMs = 0;
  highestExcess = 0;
  /** Of the excursions that ended and billed: the highest excess, and the highest after their grace. */
  excursionFull = 0;
  excursionDeductible = 0;
  /** Of the open excursion inside this cycle: its highest excess, and the highest after its grace. */
  openPeak = 0;
  openLatePeak = 0;
  /** How long the excess was exactly the index. */
  private timeAt = new Float64Array(8);

  constructor(readonly cycle: BillingCycle) {
    this.grace = new Grace(cycle);
    this.billed = new BilledLevels(this.grace, cycle.start);
    this.peakAt = cycle.start;
  }

  copy(): this {
    return copyWith(this, {
      billed: copyWith(this.billed, {}),
      timeAt: this.timeAt.slice(),
    });
  }

  /** Adds the span `[from, to)` in which nothing changed. */
  weigh(from: Instant, to: Instant, seats: number): void {
    this.used += seats * (to - from);
    if (seats > this.peak) {
      this.peak = seats;
      this.peakAt = from;
    }
  }

  /** Adds the same span's excess, at least 1, of an excursion that began at `since`. */
  weighExcess(from: Instant, to: Instant, excess: number, since: Instant): void {
    this.over += excess * (to - from);
    if (excess >= this.timeAt.length) this.makeRoomFor(excess);
    this.timeAt[excess]! += to - from;
    if (excess > this.highestExcess) this.highestExcess = excess;
    if (excess > this.openPeak) this.openPeak = excess;
    if (to > since + this.grace.duration && excess > this.openLatePeak) this.openLatePeak = excess;
  }

  private makeRoomFor(excess: number): void {
    const wider = new Float64Array(2 * excess);
    wider.set(this.timeAt);
    this.timeAt = wider;
  }

  closeExcursion(since: Instant, at: Instant): void {
    if (this.grace.billed(since, at)) {
      this.excursionFull = Math.max(this.excursionFull, this.openPeak);
      this.excursionDeductible = Math.max(this.excursionDeductible, this.openLatePeak);
    }
    this.openPeak = 0;
    this.openLatePeak = 0;
  }

  /** The five readings and the billable seat time at `at`, all that is open ending there. Changes nothing. */
  read(levels: LevelStack, at: Instant): { readings: Readings; billable: number } {
    const billed = this.billed.with(levels, at);
    const open = levels.excess > 0 && this.grace.billed(levels.excursionSince, at);
    return {
      billable: billed.time,
      readings: {
        none: this.highestExcess,
        'excursion-full': Math.max(this.excursionFull, open ? this.openPeak : 0),
        'excursion-deductible': Math.max(this.excursionDeductible, open ? this.openLatePeak : 0),
        'level-contiguous': billed.highest,
        'level-cumulative': this.highestFor(this.grace.duration),
      },
    };
  }

  /** The highest level that was over for some time of this cycle, and for at least `total` in all. */
  highestFor(total: DurationMs): number {
    return Math.max(
      0,
      this.totals().findLastIndex((time, level) => level > 0 && time >= total),
    );
  }

  /** How long the excess has been at least the index, in this cycle. */
  totals(): Float64Array {
    const totals = this.timeAt.slice(0, this.highestExcess + 1);
    for (let level = totals.length - 2; level >= 0; level -= 1)
      totals[level]! += totals[level + 1]!;
    return totals;
  }
}
