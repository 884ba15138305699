import type { CycleTally } from './cycle-tally';
import type { LevelStack } from './level-stack';
import type { Instant } from './time';

/** Where a pool stands against its contract at an instant. `seatsBilledSoFar` is the open cycle's figure. */
export type Standing = Readonly<
  | { phase: 'within'; seatsFree: number; seatsBilledSoFar: number }
  | ({ phase: 'grace'; seatsOver: number; seatsBilledSoFar: number } & AtRisk)
  | ({
      phase: 'overage';
      seatsOver: number;
      seatsBillable: number;
      seatsBilledSoFar: number;
    } & AtRisk)
>;

/** By how many seats the cycle's figure still rises if nothing changes, and when it rises next. */
interface AtRisk {
  newSeatsAtRisk: number;
  billableAt?: Instant;
}

/** A pool at an instant: everything that was told for it is in `seatsUsed` and `capacity`, the levels may not know it yet. */
export interface Moment {
  readonly at: Instant;
  readonly seatsUsed: number;
  readonly capacity: number;
  readonly tally: CycleTally;
  readonly levels: LevelStack;
}

/** How a grace model sees a moment: seats past their grace, the figure, and the rises still to come, the lowest first. */
interface View {
  readonly seatsBillable: number;
  readonly figure: number;
  readonly rises: readonly { at: Instant; to: number }[];
}

const excessOf = ({ seatsUsed, capacity }: Moment): number => Math.max(0, seatsUsed - capacity);

const withoutGrace = (moment: Moment): View => {
  const excess = excessOf(moment);
  const figure = Math.max(moment.tally.highestExcess, excess);
  return { seatsBillable: excess, figure, rises: [] };
};

const byLevel = (moment: Moment): View => {
  const { at, tally, levels } = moment;
  const runs = levels.runsAt(excessOf(moment), at);
  const highest = (these: readonly { top: number }[]): number => these.at(-1)?.top ?? 0;
  const due = runs.filter(({ since }) => at >= tally.grace.billableAt(since));
  const figure = Math.max(tally.billed.with(levels, at).highest, highest(due));
  return {
    seatsBillable: highest(runs.filter(({ since }) => at >= since + tally.grace.duration)),
    figure,
    rises: runs
      .filter(({ since, top }) => top > figure && tally.grace.inReach(since))
      .map(({ since, top }) => ({ at: tally.grace.billableAt(since), to: top })),
  };
};

const byTotal = (moment: Moment): View => {
  const { at, tally } = moment;
  const { duration } = tally.grace;
  const excess = excessOf(moment);
  const reached = tally.highestFor(duration);
  const figure = duration === 0 ? Math.max(reached, excess) : reached;
  const totals = tally.totals();
  const rises = Array.from(
    { length: Math.max(0, excess - figure) },
    (_, index) => figure + 1 + index,
  )
    .map((level) => ({ at: at + duration - (totals[level] ?? 0), to: level }))
    .filter((rise) => rise.at <= tally.cycle.end);
  return { seatsBillable: Math.min(figure, excess), figure, rises };
};

const byExcursion =
  (billed: (tally: CycleTally) => { closed: number; open: number; afterGrace: boolean }) =>
  (moment: Moment): View => {
    const { at, tally, levels } = moment;
    const excess = excessOf(moment);
    const { closed, open, afterGrace } = billed(tally);
    const since = levels.runsAt(Math.max(excess, 1), at)[0]!.since;
    const due = tally.grace.billableAt(since);
    const reached = Math.max(closed, open, excess);
    if (excess === 0) {
      const ended = levels.excess > 0 && tally.grace.billed(since, at);
      return { seatsBillable: 0, figure: ended ? reached : closed, rises: [] };
    }
    const figure = at >= due ? reached : closed;
    // What bills only after the grace has nothing of a cycle that ends with it.
    const some = !afterGrace || since + tally.grace.duration < tally.cycle.end;
    const rises = some && reached > figure && tally.grace.inReach(since);
    return {
      seatsBillable: at >= since + tally.grace.duration ? excess : 0,
      figure,
      rises: rises ? [{ at: due, to: reached }] : [],
    };
  };

const views = {
  none: withoutGrace,
  'excursion-full': byExcursion((tally) => ({
    closed: tally.excursionFull,
    open: tally.openPeak,
    afterGrace: false,
  })),
  'excursion-deductible': byExcursion((tally) => ({
    closed: tally.excursionDeductible,
    open: tally.openLatePeak,
    afterGrace: true,
  })),
  'level-contiguous': byLevel,
  'level-cumulative': byTotal,
};

/** Where the pool stands. A level that is over at exactly the end of its grace is past it. */
export const standingOf = (moment: Moment): Standing => {
  const { tally, seatsUsed, capacity } = moment;
  const view = views[tally.cycle.policy.policy.graceModel](moment);
  const { seatsBillable } = view;
  const billed = tally.cycle.listed ? view : { figure: 0, rises: [] };
  const seatsBilledSoFar = billed.figure;
  const seatsOver = excessOf(moment);
  if (seatsOver === 0) {
    return { phase: 'within', seatsFree: capacity - seatsUsed, seatsBilledSoFar };
  }
  // After a cycle's start a higher level that began later can come before a lower one, whose grace the cycle holds anew.
  const billableAt = Math.min(...billed.rises.map(({ at }) => at));
  const atRisk: AtRisk = {
    newSeatsAtRisk: (billed.rises.at(-1)?.to ?? billed.figure) - billed.figure,
    ...(billableAt === Infinity ? {} : { billableAt }),
  };
  return seatsBillable === 0
    ? { phase: 'grace', seatsOver, seatsBilledSoFar, ...atRisk }
    : { phase: 'overage', seatsOver, seatsBillable, seatsBilledSoFar, ...atRisk };
};
