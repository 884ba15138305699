import type { DurationMs, Instant } from '@seatmeter/metering';
import type { Clock } from '../ports/clock';

/** A wall clock that is further ahead than this of the time that really passed has jumped. */
const JUMP: DurationMs = 2_000;

/**
 * How far the wall clock can be trusted to be right: a clock that jumps ahead would let every grace run out at once.
 * After a jump time goes on from where it was, as it really passes, until a fact arrives that happened in the time the
 * clock now shows: then the clock was right and this process had been asleep.
 */
export class TrustedTime {
  private trusted: Instant | undefined;
  private elapsed: DurationMs = 0;

  constructor(private readonly clock: Clock) {}

  /** The instant that is trusted when the wall clock reads `now`: `now` itself, or less after a jump. */
  at(now: Instant): Instant {
    const elapsed = this.clock.elapsed();
    const expected = (this.trusted ?? now) + elapsed - this.elapsed;
    this.elapsed = elapsed;
    this.trusted = this.trusted !== undefined && now - expected > JUMP ? expected : now;
    return this.trusted;
  }

  /** A fact that happened at `at` arrived when the wall clock read `now`. */
  heard(at: Instant, now: Instant): void {
    if (this.trusted !== undefined && at > (this.trusted + now) / 2) this.trusted = now;
  }
}
