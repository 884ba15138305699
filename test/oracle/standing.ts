import type {
  Agreement,
  DurationMs,
  Instant,
  Policy,
  Pool,
  SessionFact,
  Span,
  Standing,
} from '@seatmeter/metering';
import { deliveriesOf } from './arrival';
import { figuresOf } from './billing';
import { cyclesOf } from './calendar';
import { holds, inForce, overlap, spansWhere, sum } from './intervals';
import { slicesOf, type Slice } from './occupancy';
import { storiesOf } from './oracle';

/** What is known of one pool at an instant. */
export interface TimeLine {
  /** Those that began by then, in order. */
  readonly cycles: readonly Span[];
  /** From the first cycle's start, through the instant itself. */
  readonly slices: readonly Slice[];
}

/** The earliest of the account's start and the facts that the contract admits. */
export const beginningOf = (agreement: Agreement, facts: readonly SessionFact[]): Instant =>
  Math.min(
    agreement.startsAt ?? Infinity,
    ...deliveriesOf(agreement, facts)
      .filter(({ verdict }) => verdict === 'admitted')
      .map(({ fact }) => fact.at),
  );

/** Only for an instant that is not before the account's beginning, of an account that began before its end. */
export const timeLineOf = (
  agreement: Agreement,
  facts: readonly SessionFact[],
  pool: Pool,
  at: Instant,
): TimeLine => {
  const admitted = deliveriesOf(agreement, facts)
    .filter(({ verdict }) => verdict === 'admitted')
    .filter(({ fact }) => fact.at <= at);
  const stays = storiesOf(agreement, admitted, at).flatMap((story) => story.stays);
  const earliest = Math.min(...admitted.map(({ fact }) => fact.at));
  const cycles = cyclesOf(agreement, earliest, at + 1).map(({ cycle }) => cycle);
  const cuts = cycles.flatMap(({ start, end }) => [start, end]);
  const within = { start: cycles[0]!.start, end: at + 1 };
  return { cycles, slices: slicesOf(agreement, pool, stays, cuts, within) };
};

/** The time line as it is at `until`, if nothing changes any more from `at` on. */
type Unchanged = (until: Instant) => Slice[];

const unchangedFrom =
  (slices: readonly Slice[], at: Instant): Unchanged =>
  (until) => {
    const past = slices
      .filter(({ start }) => start < at)
      .map((slice) => ({ ...slice, end: Math.min(slice.end, at) }));
    const now = slices.find((slice) => holds(slice, at))!;
    return [...past, { ...now, start: at, end: until }];
  };

/**
 * Just after an instant. What is over at the instant is over for some time by then, and nothing else has happened:
 * instants are whole milliseconds.
 */
const justAfter = (at: Instant): number => at + 0.5;

/** How many of the levels now over are past their grace: all of them, the lowest ones, or none. */
const seatsPastGrace = (
  { graceModel, graceDuration }: Policy,
  unchanged: Unchanged,
  cycle: Span,
  at: Instant,
): number => {
  const seatsOver = unchanged(justAfter(at)).at(-1)!.excess;
  const intervalsOf = (level: number): Span[] =>
    spansWhere(unchanged(justAfter(at)), ({ excess }) => excess >= level);
  const hasLasted = (level: number): DurationMs => at - intervalsOf(level).at(-1)!.start;
  const total = (level: number): DurationMs =>
    sum(intervalsOf(level).map((interval) => overlap(interval, { ...cycle, end: at })));
  const levels = Array.from({ length: seatsOver }, (_, index) => index + 1);
  switch (graceModel) {
    case 'none':
      return seatsOver;
    case 'excursion-full':
    case 'excursion-deductible':
      return levels.filter(() => hasLasted(1) >= graceDuration).length;
    case 'level-contiguous':
      return levels.filter((level) => hasLasted(level) >= graceDuration).length;
    case 'level-cumulative':
      return levels.filter((level) => total(level) >= graceDuration).length;
  }
};

/** The first instant later than `at` that passes the test: one that `end` passes, and every instant from then on. */
const firstInstant = (at: Instant, end: Instant, test: (at: Instant) => boolean): Instant => {
  let [before, after] = [at, end];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (test(middle)) after = middle;
    else before = middle;
  }
  return after;
};

/** How the open cycle's figure goes on if nothing changes. */
interface Outlook {
  readonly seatsBilledSoFar: number;
  readonly newSeatsAtRisk: number;
  readonly billableAt?: Instant;
}

const outlookOf = (figureAt: (at: Instant) => number, { end }: Span, at: Instant): Outlook => {
  const seatsBilledSoFar = figureAt(at);
  const newSeatsAtRisk = figureAt(end) - seatsBilledSoFar;
  if (newSeatsAtRisk === 0) return { seatsBilledSoFar, newSeatsAtRisk };
  const billableAt = firstInstant(at, end, (later) => figureAt(later) > seatsBilledSoFar);
  return { seatsBilledSoFar, newSeatsAtRisk, billableAt };
};

/**
 * The slow, obvious definition of where a pool stands: the present is extended into the future, and the oracle is
 * asked how the open cycle's figure goes on. What is known to come, a capacity step or a lease's end, is a change.
 * After the account's end no cycle is open: its figure is 0, nothing is at risk.
 */
export const standingOf = (
  agreement: Agreement,
  facts: readonly SessionFact[],
  pool: Pool,
  at: Instant,
): Standing => {
  const { cycles, slices } = timeLineOf(agreement, facts, pool, at);
  const open = cycles.find((cycle) => holds(cycle, at));
  const cycle = open ?? { start: cycles.at(-1)!.end, end: Infinity };
  const { policy } = inForce(agreement.policies, cycle.start);
  const unchanged = unchangedFrom(slices, at);
  const figureAt = (when: Instant): number =>
    figuresOf(pool, unchanged(justAfter(when)), cycle, policy, justAfter(when)).readings[
      policy.graceModel
    ];
  const outlook =
    open === undefined
      ? { seatsBilledSoFar: 0, newSeatsAtRisk: 0 }
      : outlookOf(figureAt, cycle, at);
  const { seatsBilledSoFar } = outlook;
  const { seats, capacity, excess: seatsOver } = unchanged(justAfter(at)).at(-1)!;
  if (seatsOver === 0) return { phase: 'within', seatsFree: capacity - seats, seatsBilledSoFar };
  const seatsBillable = seatsPastGrace(policy, unchanged, cycle, at);
  if (seatsBillable === 0) return { phase: 'grace', seatsOver, ...outlook };
  return { phase: 'overage', seatsOver, seatsBillable, ...outlook };
};
