import { AccountFold, type Agreement, type Instant } from '@seatmeter/metering';
import type { History } from './history';

/** How far the fold that late facts go on from stays behind the newest fact. Most that come late come seconds late. */
const BEHIND = 5_000;
/** Facts that the fold behind lets gather before it goes on. */
const GATHERED = 256;
const FIRST_MARK = 4096;
const MOST_MARKS = 10;

/**
 * The fold of an account as its facts come in. A fact behind the newest costs a constant; one that comes late costs the
 * facts since the fold behind, or since the last mark before it: marks stand the denser the newer they are.
 */
export class LiveFold {
  private head: AccountFold;
  private behind: AccountFold | undefined;
  /** Folds that stopped on the way, the earliest first. */
  private marks: AccountFold[] = [];
  private first: Instant;

  constructor(
    private readonly agreement: Agreement,
    private readonly history: History,
    now: Instant,
  ) {
    this.first = Math.min(history.earliest, agreement.startsAt ?? Infinity, now);
    this.head = this.fresh();
  }

  /** A fact has taken its place in the history. */
  joined(at: Instant): void {
    if (at < this.first) {
      this.first = at;
      this.marks = [];
      this.behind = undefined;
    } else if (at > this.head.at) return;
    if (this.behind === undefined || this.behind.at >= at) {
      while (this.marks.length > 0 && this.marks.at(-1)!.at >= at) this.marks.pop();
      this.behind = this.marks.at(-1)?.copy() ?? this.fresh();
    }
    this.head = this.behind.copy();
  }

  /** Takes the facts up to `until`. */
  advance(until: Instant): void {
    const { head, behind, history } = this;
    const waiting = history.count - head.taken;
    if (waiting >= FIRST_MARK && behind?.taken === head.taken) {
      // The two are the same, and the way is long: it is gone once.
      const last = history.at[history.order[history.count - 1]!]!;
      this.take(Math.min(until, last) - BEHIND);
      this.behind = head.copy();
    }
    this.take(until);
    if (this.behind !== undefined && head.taken - this.behind.taken > GATHERED)
      this.behind.advance(history, head.at - BEHIND);
  }

  private take(until: Instant): void {
    const { head, history } = this;
    while (head.nextFact(history) <= until) {
      const last = this.marks.at(-1)?.taken ?? 0;
      const next = last + Math.max(FIRST_MARK, last >> 2);
      head.advance(history, until, next);
      if (head.taken >= next && head.taken < history.count) this.mark(head);
    }
  }

  /** When the next fact is to be taken; Infinity without one. */
  get nextFact(): Instant {
    return this.head.nextFact(this.history);
  }

  /** The fold of everything taken. Not to be changed. */
  get newest(): AccountFold {
    return this.head;
  }

  /** A fold of the facts up to `at`, to go on from by itself. */
  upTo(at: Instant): AccountFold {
    const known = [this.head, this.behind, ...this.marks].filter(
      (fold): fold is AccountFold => fold !== undefined && fold.at <= at,
    );
    const start = known.reduce<AccountFold | undefined>(
      (best, fold) => (best !== undefined && best.taken >= fold.taken ? best : fold),
      undefined,
    );
    const fold = start?.copy() ?? this.fresh();
    fold.advance(this.history, at);
    return fold;
  }

  /** A fold from the beginning that has taken nothing. */
  private fresh(): AccountFold {
    const { agreement, history } = this;
    return new AccountFold(agreement, this.first, (user) => history.userNumber(user));
  }

  private mark(fold: AccountFold): void {
    this.marks.push(fold.copy());
    if (this.marks.length <= MOST_MARKS) return;
    const span = (at: number): number =>
      this.marks[at + 1]!.taken - (this.marks[at - 1]?.taken ?? 0);
    const age = (at: number): number => fold.taken - this.marks[at]!.taken + FIRST_MARK;
    let spare = 0;
    for (let at = 1; at < this.marks.length - 1; at += 1) {
      if (span(at) / age(at) < span(spare) / age(spare)) spare = at;
    }
    this.marks.splice(spare, 1);
  }
}
