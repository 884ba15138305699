import { copyWith } from './copy';
import type { Instant } from './time';

/** Which session's lease may run out next: a binary heap of (instant, session). */
export class LeaseQueue {
  private readonly ends: Instant[] = [];
  private readonly sessions: number[] = [];

  copy(): this {
    return copyWith(this, { ends: [...this.ends], sessions: [...this.sessions] });
  }

  /** The earliest instant in the queue; Infinity when it is empty. */
  get next(): Instant {
    return this.ends.length === 0 ? Infinity : this.ends[0]!;
  }

  add(end: Instant, session: number): void {
    let hole = this.ends.length;
    this.ends.push(end);
    this.sessions.push(session);
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (this.ends[parent]! <= end) break;
      this.move(parent, hole);
      hole = parent;
    }
    this.put(hole, end, session);
  }

  /** Takes out the session whose instant is the earliest; only when there is one. */
  take(): number {
    const taken = this.sessions[0]!;
    const end = this.ends.pop()!;
    const session = this.sessions.pop()!;
    const { length } = this.ends;
    if (length === 0) return taken;
    let hole = 0;
    for (let child = 1; child < length; child = 2 * hole + 1) {
      if (child + 1 < length && this.ends[child + 1]! < this.ends[child]!) child += 1;
      if (this.ends[child]! >= end) break;
      this.move(child, hole);
      hole = child;
    }
    this.put(hole, end, session);
    return taken;
  }

  private move(from: number, to: number): void {
    this.put(to, this.ends[from]!, this.sessions[from]!);
  }

  private put(at: number, end: Instant, session: number): void {
    this.ends[at] = end;
    this.sessions[at] = session;
  }
}
