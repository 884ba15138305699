import type { Instant } from '@seatmeter/metering';
import type { Sent } from './course';
import type { FactLines } from './fact-lines';

/** The lines of a course, one after the other in order of sending. */
export class Outbox {
  private sent: Sent | undefined;
  private at = 0;

  constructor(
    private readonly course: Iterator<Sent, void>,
    private readonly lines: FactLines,
  ) {}

  /** When the next line is to be sent; undefined when there is none. */
  next(): Instant | undefined {
    while (this.sent === undefined || this.at === this.sent.order.length) {
      const step = this.course.next();
      if (step.done === true) return undefined;
      this.sent = step.value;
      this.at = 0;
    }
    return this.sent.facts.sentAt[this.sent.order[this.at]!]!;
  }

  /** At most so many lines that are to be sent up to and including `until`. */
  take(until: Instant, most: number): string[] {
    const taken: string[] = [];
    while (taken.length < most && (this.next() ?? NaN) <= until) {
      const { facts, order } = this.sent!;
      taken.push(this.lines.of(facts, order[this.at]!));
      this.at += 1;
    }
    return taken;
  }
}
