import type { DurationMs, Instant } from '@seatmeter/metering';
import { Clock } from '../ports/clock';

/** A clock that is set by hand. Who waits for an instant is called in the order of instants, in a microtask. */
export class ManualClock extends Clock {
  private passed: DurationMs = 0;
  private readonly waiting = new Set<{ readonly at: Instant; readonly callback: () => void }>();

  constructor(private instant: Instant) {
    super();
  }

  override now(): Instant {
    return this.instant;
  }

  override elapsed(): DurationMs {
    return this.passed;
  }

  override wake(at: Instant, callback: () => void): () => void {
    const sleeper = { at, callback };
    this.waiting.add(sleeper);
    queueMicrotask(() => {
      this.wakeAllDue();
    });
    return () => this.waiting.delete(sleeper);
  }

  /** Sets the clock, forward or back; the callbacks of instants that were reached have run when it resolves. */
  async set(instant: Instant): Promise<void> {
    this.instant = instant;
    await Promise.resolve();
    this.wakeAllDue();
  }

  /** Lets time really pass. */
  async advance(milliseconds: DurationMs): Promise<void> {
    this.passed += milliseconds;
    await this.set(this.instant + milliseconds);
  }

  private wakeAllDue(): void {
    for (let next = this.nextDue(); next !== undefined; next = this.nextDue()) {
      this.waiting.delete(next);
      next.callback();
    }
  }

  private nextDue(): { readonly at: Instant; readonly callback: () => void } | undefined {
    const due = [...this.waiting].filter(({ at }) => at <= this.instant);
    return due.sort((one, other) => one.at - other.at)[0];
  }
}
