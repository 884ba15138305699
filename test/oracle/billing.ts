import type {
  CapacityStep,
  CycleFigures,
  Instant,
  Policy,
  Pool,
  Readings,
  Span,
} from '@seatmeter/metering';
import { common, overlap, spansWhere, sum, touches } from './intervals';
import { capacityAt, type Slice } from './occupancy';

/** Half-open levels count from 1: `levels[k - 1]` are the level-k intervals. */
type Levels = readonly (readonly Span[])[];

const upTo = (highest: number): number[] =>
  Array.from({ length: highest }, (_, index) => index + 1);

const highest = (numbers: readonly number[]): number => Math.max(0, ...numbers);

const levelsOf = (slices: readonly Slice[]): Levels =>
  upTo(highest(slices.map(({ excess }) => excess))).map((k) =>
    spansWhere(slices, ({ excess }) => excess >= k),
  );

/** "With G = 0 the boundary is always `exclusive`." */
const isInclusive = ({ graceBoundary, graceDuration }: Policy): boolean =>
  graceBoundary === 'inclusive' && graceDuration > 0;

/** Whether a span bills a cycle ("Which cycle"). */
export const bills = (span: Span, cycle: Span, policy: Policy): boolean => {
  const grace = policy.graceDuration;
  const over = span.start + grace;
  if (isInclusive(policy)) {
    const outlasts = span.end - span.start >= grace;
    const holdsTheInstant = cycle.start < over && over <= cycle.end;
    const isLater = over <= cycle.start;
    return outlasts && (holdsTheInstant || (isLater && overlap(span, cycle) >= grace));
  }
  const outlasts = span.end - span.start > grace;
  const holdsTheInstant = cycle.start <= over && over < cycle.end;
  const isLater = over < cycle.start;
  return outlasts && (holdsTheInstant || (isLater && overlap(span, cycle) > grace));
};

/** The highest X inside a span, 0 when the span is empty. */
const highestExcess = (slices: readonly Slice[], span: Span): number =>
  highest(slices.filter((slice) => touches(slice, span)).map(({ excess }) => excess));

const readingsOf = (
  slices: readonly Slice[],
  levels: Levels,
  window: Span,
  cycle: Span,
  policy: Policy,
): Readings => {
  const billing = (levels[0] ?? []).filter((excursion) => bills(excursion, cycle, policy));
  const pastGrace = ({ start, end }: Span): Span => ({ start: start + policy.graceDuration, end });
  const timeOf = (intervals: readonly Span[]): number =>
    sum(intervals.map((interval) => overlap(interval, window)));
  const highestLevel = (test: (intervals: readonly Span[]) => boolean): number =>
    highest(upTo(levels.length).filter((k) => test(levels[k - 1]!)));
  return {
    none: highestExcess(slices, window),
    'excursion-full': highest(
      billing.map((excursion) => highestExcess(slices, common(excursion, window))),
    ),
    'excursion-deductible': highest(
      billing.map((excursion) => highestExcess(slices, common(pastGrace(excursion), window))),
    ),
    'level-contiguous': highestLevel((intervals) =>
      intervals.some((interval) => bills(interval, cycle, policy)),
    ),
    'level-cumulative': highestLevel(
      (intervals) => timeOf(intervals) > 0 && timeOf(intervals) >= policy.graceDuration,
    ),
  };
};

const peakOf = (slices: readonly Slice[], window: Span): CycleFigures['peak'] => {
  const inside = slices.filter((slice) => touches(slice, window));
  const seats = highest(inside.map((slice) => slice.seats));
  return { seats, at: inside.find((slice) => slice.seats === seats)?.start ?? window.start };
};

const capacityOf = (pool: Pool, { start, end }: Span): CapacityStep[] => [
  { from: start, seats: capacityAt(pool, start) },
  ...pool.capacity.filter(({ from }) => start < from && from < end),
];

export type BilledFigures = Pick<
  CycleFigures,
  'capacity' | 'peak' | 'readings' | 'seatMs' | 'excursions'
>;

/**
 * One pool's figures in one cycle.
 * @param slices the pool's whole time line up to as-of, cut at the cycles' bounds at least.
 */
export const figuresOf = (
  pool: Pool,
  slices: readonly Slice[],
  cycle: Span,
  policy: Policy,
  asOf: Instant,
): BilledFigures => {
  const window = { start: cycle.start, end: Math.min(cycle.end, asOf) };
  const levels = levelsOf(slices);
  const integral = (of: (slice: Slice) => number): number =>
    sum(slices.map((slice) => of(slice) * overlap(slice, window)));
  const over = integral(({ excess }) => excess);
  const billable = sum(
    levels
      .flat()
      .filter((interval) => bills(interval, cycle, policy))
      .map((interval) => overlap(interval, window)),
  );
  return {
    capacity: capacityOf(pool, cycle),
    peak: peakOf(slices, window),
    readings: readingsOf(slices, levels, window, cycle, policy),
    seatMs: { used: integral(({ seats }) => seats), over, free: over - billable, billable },
    excursions: (levels[0] ?? [])
      .filter((excursion) => touches(excursion, window))
      .map((excursion) => ({ ...excursion, seats: highestExcess(slices, excursion) })),
  };
};
