import type { DurationMs, Instant } from '@seatmeter/metering';

/** The wall clock. Everything the engine knows of the present comes from here. Every adapter passes `testing/clock.contract.ts`. */
export abstract class Clock {
  abstract now(): Instant;

  /** Milliseconds that really passed since some beginning, however the wall clock was set meanwhile. */
  abstract elapsed(): DurationMs;

  /**
   * Calls back once the wall clock reads `at` or later, however the clock was set meanwhile; never before this returns.
   * @returns what calls it off.
   */
  abstract wake(at: Instant, callback: () => void): () => void;
}
