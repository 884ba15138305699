import type { BillingCycle } from './billing-cycle';
import type { DurationMs, Instant } from './time';

/** When a span of one cycle counts as having outlasted the grace (README, Which cycle). */
export class Grace {
  readonly duration: DurationMs;
  /** A span of exactly the grace is billed. Without a grace there is nothing to include: any time at all is more. */
  readonly inclusive: boolean;
  private readonly start: Instant;
  private readonly end: Instant;

  constructor(cycle: Pick<BillingCycle, 'start' | 'end' | 'policy'>) {
    const { graceDuration, graceBoundary } = cycle.policy.policy;
    this.duration = graceDuration;
    this.inclusive = graceBoundary === 'inclusive' && graceDuration > 0;
    this.start = cycle.start;
    this.end = cycle.end;
  }

  /**
   * When a span that began at `since` bills this cycle if it lasts: at since + grace, or, where that fell into an
   * earlier cycle, once this cycle itself holds the grace of it.
   */
  billableAt(since: Instant): Instant {
    const outlasted = since + this.duration;
    const here = this.inclusive ? outlasted > this.start : outlasted >= this.start;
    return here ? outlasted : this.start + this.duration;
  }

  /** Whether a span bills this cycle when it ends at `at`, no later than the cycle. */
  billed(since: Instant, at: Instant): boolean {
    const due = this.billableAt(since);
    return this.inclusive ? at >= due : at > due;
  }

  /** Whether a span that lasts comes to bill this cycle before the cycle is over. */
  inReach(since: Instant): boolean {
    return this.billed(since, this.end);
  }
}
