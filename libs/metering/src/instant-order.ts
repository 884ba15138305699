import { compareIdentity, type FactBatch } from './fact-batch';
import { ENDED, RENEWED, STARTED } from './session-table';

/** Facts of one instant and session, when the session is open before the first of them, and when it is not. */
const WHEN_OPEN = [ENDED, STARTED, RENEWED];
const WHEN_CLOSED = [STARTED, RENEWED, ENDED];

/**
 * Puts the facts of one instant, in place, into the order in which they act: session by session, by kind as the
 * session's state before the instant says, then by source and id.
 */
export const orderInstant = (
  facts: Uint32Array,
  batch: FactBatch,
  isOpen: (session: number) => boolean,
): void => {
  const turn = (fact: number): number => {
    const kinds = isOpen(batch.session[fact]!) ? WHEN_OPEN : WHEN_CLOSED;
    return kinds.indexOf(batch.kind[fact]!);
  };
  facts.sort(
    (one, other) =>
      batch.session[one]! - batch.session[other]! ||
      turn(one) - turn(other) ||
      compareIdentity(batch, one, other),
  );
};

/** Walks facts that are in order of event time, instant by instant, each instant's facts in the order in which they act. */
export class Instants {
  /** At which position + 1 a session was seen last. */
  private readonly seen: Int32Array;

  constructor(
    private readonly batch: FactBatch,
    private readonly order: Uint32Array,
    private readonly isOpen: (session: number) => boolean,
  ) {
    this.seen = new Int32Array(batch.sessions);
  }

  /** Puts the facts of the instant that begins at `position` in order; returns the position behind the last of them. */
  settle(position: number): number {
    const { order, seen } = this;
    const { at, session } = this.batch;
    const instant = at[order[position]!]!;
    if (position + 1 === order.length || at[order[position + 1]!] !== instant) return position + 1;
    let until = position;
    let repeated = false;
    for (; until < order.length && at[order[until]!] === instant; until += 1) {
      const one = session[order[until]!]!;
      if (seen[one]! > position) repeated = true;
      seen[one] = until + 1;
    }
    if (repeated) orderInstant(order.subarray(position, until), this.batch, this.isOpen);
    return until;
  }
}
