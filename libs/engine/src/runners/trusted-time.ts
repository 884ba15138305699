import type { DurationMs, Instant } from '@seatmeter/metering';

/** A wall clock that is further ahead than this of the time that really passed has jumped. */
const JUMP: DurationMs = 2_000;

/**
 * How far the wall clock can be trusted to be right: a clock that jumps ahead would let every grace run out at once.
 * After a jump time goes on from where it was, as it really passes, until a fact arrives that happened in the time the
 * clock now shows: then the clock was right and this process had been asleep.
 */
export class TrustedTime {
  private wall: Instant | undefined;
  private elapsed: DurationMs = 0;
  private trusted: Instant = -Infinity;
  private ahead = false;

  /** `elapsed`: milliseconds that really passed since some beginning. */
  constructor(private readonly elapsedNow: () => DurationMs) {}

  /** The instant that is trusted when the wall clock reads `now`: `now` itself, or less after a jump. */
  at(now: Instant): Instant {
    const elapsed = this.elapsedNow();
    const passed = elapsed - this.elapsed;
    const wallPassed = this.wall === undefined ? 0 : now - this.wall;
    if (this.wall === undefined) this.trusted = now;
    else if (!this.ahead && wallPassed - passed > JUMP) this.ahead = true;
    if (this.ahead) this.trusted += passed;
    else this.trusted = now;
    if (now - this.trusted <= JUMP) {
      this.ahead = false;
      this.trusted = now;
    }
    this.wall = now;
    this.elapsed = elapsed;
    return this.trusted;
  }

  /** A fact that happened at `at` arrived when the wall clock read `now`. */
  heard(at: Instant, now: Instant): void {
    if (this.ahead && at > (this.trusted + now) / 2) {
      this.ahead = false;
      this.trusted = now;
    }
  }
}
