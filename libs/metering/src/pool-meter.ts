import type { Pool } from './agreement';
import type { BillingCycle, BillingCycles } from './billing-cycle';
import { copyWith } from './copy';
import { CycleTally } from './cycle-tally';
import type { CycleFigures, Excursion } from './figures';
import { LevelStack } from './level-stack';
import { standingOf, type Standing } from './standing';
import { inForceAt, type Instant } from './time';

/** Where a metered pool is at an instant. */
export interface PoolMoment {
  readonly poolId: string;
  readonly seatsUsed: number;
  readonly capacity: number;
  readonly cycleStart: Instant;
  readonly standing: Standing;
}

/** A cycle and how it read when time left it, or at the instant asked for. */
interface ReadCycle {
  readonly tally: CycleTally;
  readonly reading: ReturnType<CycleTally['read']>;
}

/**
 * Meters one pool: told when its occupancy changes, in order of event time, it keeps the five readings of every
 * billing cycle. Everything told for one instant counts together: levels are looked at only when time moves on.
 */
export class PoolMeter {
  private at: Instant;
  private seatsUsed = 0;
  private capacity = 0;
  private nextStep = 0;
  private tally: CycleTally;
  /** The next instant at which capacity steps or the cycle ends. */
  private edge: Instant;
  private readonly levels = new LevelStack();
  private readonly closed: ReadCycle[] = [];
  private readonly excursions: Excursion[] = [];
  private excursionPeak = 0;

  constructor(
    readonly pool: Pool,
    private readonly cycles: BillingCycles,
  ) {
    this.tally = new CycleTally(cycles.at(0));
    this.at = this.tally.cycle.start;
    this.edge = this.turn();
  }

  /** A meter that goes on from here by itself. */
  copy(): this {
    return copyWith(this, {
      tally: this.tally.copy(),
      levels: this.levels.copy(),
      closed: this.closed.map(({ tally, reading }) => ({ tally: tally.copy(), reading })),
      excursions: [...this.excursions],
    });
  }

  /** When capacity steps or the cycle ends next. */
  get nextEdge(): Instant {
    return this.edge;
  }

  /** The seats in use and the capacity, as told last. */
  get now(): { readonly seatsUsed: number; readonly capacity: number } {
    return { seatsUsed: this.seatsUsed, capacity: this.capacity };
  }

  /** Since when the excess has been at least `level` without a break, as of what was weighed last; undefined when it is not. */
  overSince(level: number): Instant | undefined {
    return this.levels.runsAt(this.levels.excess, this.at).find(({ top }) => top >= level)?.since;
  }

  /** When levels that are over now outlast the grace of this cycle's policy, if they stay, after what was weighed last; in order. */
  graceEnds(): Instant[] {
    const { duration } = this.tally.grace;
    return this.levels
      .runsAt(this.levels.excess, this.at)
      .map(({ since }) => since + duration)
      .filter((end) => end > this.at);
  }

  /** The cycle that time has reached. */
  get cycle(): BillingCycle {
    return this.tally.cycle;
  }

  /** Lets `seats` be in use from `at` on. The last word for an instant counts; `at` never goes back. */
  occupy(at: Instant, seats: number): void {
    if (at > this.at) this.advance(at);
    this.seatsUsed = seats;
  }

  /** Lets time pass until `to`, if it is later than what was weighed. */
  advance(to: Instant): void {
    while (this.edge <= to) {
      this.weighUntil(this.edge);
      this.edge = this.turn();
    }
    this.weighUntil(to);
  }

  private weighUntil(to: Instant): void {
    const from = this.at;
    if (to <= from) return;
    const excess = this.seatsUsed > this.capacity ? this.seatsUsed - this.capacity : 0;
    if (excess !== this.levels.excess) this.changeExcess(excess);
    this.tally.weigh(from, to, this.seatsUsed);
    if (excess > 0) this.tally.weighExcess(from, to, excess, this.levels.excursionSince);
    this.at = to;
  }

  private changeExcess(excess: number): void {
    if (excess === 0) this.closeExcursion();
    this.levels.set(excess, this.at, this.tally.billed);
    if (excess > this.excursionPeak) this.excursionPeak = excess;
  }

  private closeExcursion(): void {
    const start = this.levels.excursionSince;
    this.tally.closeExcursion(start, this.at);
    this.excursions.push({ start, end: this.at, seats: this.excursionPeak });
    this.excursionPeak = 0;
  }

  /** Takes the capacity and the cycle in force at `this.at`; returns when the next of either begins. */
  private turn(): Instant {
    const steps = this.pool.capacity;
    while (this.nextStep < steps.length && steps[this.nextStep]!.from <= this.at) {
      this.capacity = steps[this.nextStep]!.seats;
      this.nextStep += 1;
    }
    if (this.tally.cycle.end === this.at) this.nextCycle();
    return Math.min(steps[this.nextStep]?.from ?? Infinity, this.tally.cycle.end);
  }

  private nextCycle(): void {
    this.closed.push({ tally: this.tally, reading: this.tally.read(this.levels, this.at) });
    this.tally = new CycleTally(this.cycles.at(this.closed.length));
  }

  /** Notes that a session's seat was held on `[from, to)` without a sign of life, until its lease ran out at `to`. */
  noteInferredEnd(from: Instant, to: Instant): void {
    this.advance(to);
    for (let index = this.closed.length; index >= 0; index -= 1) {
      const tally = this.closed[index]?.tally ?? this.tally;
      const { start, end } = tally.cycle;
      if (start < to && to <= end) tally.inferredEnds += 1;
      tally.inferredMs += Math.max(0, Math.min(to, end) - Math.max(from, start));
      if (start <= from) break;
    }
  }

  /** The figures of every cycle that began before `asOf`; what is open at `asOf` ends there. No change was told later than `asOf`. */
  figures(asOf: Instant): CycleFigures[] {
    this.advance(asOf);
    const excursions = [...this.excursions];
    if (this.levels.excess > 0 && this.levels.excursionSince < asOf) {
      const start = this.levels.excursionSince;
      excursions.push({ start, end: asOf, seats: this.excursionPeak });
    }
    const open = { tally: this.tally, reading: this.tally.read(this.levels, asOf) };
    return [...this.closed, open]
      .filter(({ tally: { cycle } }) => cycle.listed && cycle.start < asOf)
      .map((read) => this.figuresOf(read, excursions));
  }

  private figuresOf(
    { tally, reading: { readings, billable } }: ReadCycle,
    excursions: readonly Excursion[],
  ): CycleFigures {
    const { cycle, used, over } = tally;
    return {
      cycle: { start: cycle.start, end: cycle.end },
      dueIn: cycle.dueIn,
      policy: cycle.policy,
      capacity: this.capacityIn(cycle),
      peak: { seats: tally.peak, at: tally.peakAt },
      overageSeats: readings[cycle.policy.policy.graceModel],
      readings,
      seatMs: { used, over, free: over - billable, billable },
      excursions: excursions.filter(({ start, end }) => start < cycle.end && end > cycle.start),
      inferredEnds: tally.inferredEnds,
      inferredSeatMs: tally.inferredMs,
    };
  }

  private capacityIn({ start, end }: BillingCycle): CycleFigures['capacity'] {
    const steps = this.pool.capacity;
    return [
      { from: start, seats: inForceAt(steps, start)?.seats ?? 0 },
      ...steps.filter(({ from }) => from > start && from < end),
    ];
  }

  /** Where the pool stands at `at`, with everything told for `at`. Lets time pass until then. */
  standing(at: Instant): Standing {
    this.advance(at);
    return this.standingThen(at);
  }

  /** The same at `at`, if nothing is told until then, with what else is of that instant. Changes nothing. */
  momentAt(at: Instant): Omit<PoolMoment, 'poolId'> {
    // Within its capacity a pool only adds up seat time, which no standing depends on.
    const isWithin = this.seatsUsed <= this.capacity && this.levels.excess === 0;
    const then = isWithin && at < this.edge ? this : this.copy();
    if (then !== this) then.advance(at);
    return { ...then.now, cycleStart: then.cycle.start, standing: then.standingThen(at) };
  }

  private standingThen(at: Instant): Standing {
    return standingOf({
      at,
      seatsUsed: this.seatsUsed,
      capacity: this.capacity,
      tally: this.tally,
      levels: this.levels,
    });
  }
}
