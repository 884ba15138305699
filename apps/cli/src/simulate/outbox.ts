import type { Instant } from '@seatmeter/metering';
import type { Sent } from './course';
import { LONGEST_LINE, type FactLines } from './fact-lines';

/** Facts to be sent together, as NDJSON. */
export interface Batch {
  readonly facts: number;
  readonly lines: Buffer;
}

/** The lines of a course, one after the other in order of sending. */
export class Outbox {
  private sent: Sent | undefined;
  private at = 0;
  private readonly text: Buffer;

  /** `most`: facts in a batch. */
  constructor(
    private readonly course: Iterator<Sent, void>,
    private readonly lines: FactLines,
    private readonly most: number,
  ) {
    this.text = Buffer.alloc(most * LONGEST_LINE);
  }

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

  /** What comes next of all that is to be sent up to and including `until`. */
  take(until: Instant): Batch {
    let facts = 0;
    let end = 0;
    while (facts < this.most && (this.next() ?? NaN) <= until) {
      const { facts: columns, order } = this.sent!;
      end = this.lines.put(this.text, end, columns, order[this.at]!);
      this.at += 1;
      facts += 1;
    }
    return { facts, lines: Buffer.from(this.text.subarray(0, end)) };
  }
}
