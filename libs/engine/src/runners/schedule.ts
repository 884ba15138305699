import type { Instant } from '@seatmeter/metering';
import type { Clock } from '../ports/clock';

/** The timer never wakes up more often than this: what is due in between waits for it. */
const GRAIN = 20;

/** One wake-up for many things that are due, each by its name; a name has one due instant, the one set last. */
export class Schedule {
  private readonly due = new Map<string, Instant>();
  private next: Instant = Infinity;
  private cancel: () => void = () => undefined;
  private stopped = false;

  constructor(
    private readonly clock: Clock,
    private readonly onDue: (names: readonly string[]) => void,
  ) {}

  /** Sets when a name is due; Infinity: it is not. */
  set(name: string, at: Instant): void {
    if (at === Infinity) this.due.delete(name);
    else this.due.set(name, at);
    if (at < this.next) this.arm(at);
  }

  /** Sets when a name is due, unless it is due before that. */
  setNoLater(name: string, at: Instant): void {
    if (at < (this.due.get(name) ?? Infinity)) this.set(name, at);
  }

  stop(): void {
    this.stopped = true;
    this.cancel();
  }

  private arm(at: Instant): void {
    this.cancel();
    if (this.stopped) return;
    this.next = at;
    if (at === Infinity) return;
    this.cancel = this.clock.wake(Math.max(at, this.clock.now() + GRAIN), () => {
      this.ring();
    });
  }

  private ring(): void {
    const now = this.clock.now();
    const names: string[] = [];
    let next = Infinity;
    for (const [name, at] of this.due) {
      if (at <= now) names.push(name);
      else if (at < next) next = at;
    }
    for (const name of names) this.due.delete(name);
    this.arm(next);
    if (names.length > 0) this.onDue(names);
  }
}
