import { Clock } from '@seatmeter/engine';
import type { DurationMs, Instant } from '@seatmeter/metering';

/** A timer knows nothing of a clock that was set anew, and none is longer than 2^31 ms: the clock is read this often. */
const LONGEST_NAP_MS = 1000;

/** The clock of this machine. What waits for it does not keep the process alive. */
export class SystemClock extends Clock {
  override now(): Instant {
    return Date.now();
  }

  override elapsed(): DurationMs {
    return performance.now();
  }

  override wake(at: Instant, callback: () => void): () => void {
    let timer: NodeJS.Timeout;
    const look = (): void => {
      if (this.now() >= at) callback();
      else sleep();
    };
    const sleep = (): void => {
      const wait = Math.min(Math.max(at - this.now(), 0), LONGEST_NAP_MS);
      timer = setTimeout(look, wait).unref();
    };
    sleep();
    return () => {
      clearTimeout(timer);
    };
  }
}
