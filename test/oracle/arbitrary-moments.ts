import type { Calendar, DurationMs, Instant } from '@seatmeter/metering';
import fc from 'fast-check';
import { cycleHolding } from './calendar';

export const MINUTE: DurationMs = 60_000;
export const DAY: DurationMs = 24 * 60 * MINUTE;

/**
 * A moment near a bound of a billing cycle: so many steps of ten minutes, graces and odd milliseconds
 * from it. Most are on the grid, so that they coincide.
 */
export interface Moment {
  readonly bound: number;
  readonly tens: number;
  readonly graces: number;
  readonly odd: number;
}

/** The first one three times out of four. */
export const mostly = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 3 * others.length, arbitrary: fc.constant(usual) },
    { weight: others.length, arbitrary: fc.constantFrom(...others) },
  );

/** Nothing, three times out of four. */
export const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

export const moment: fc.Arbitrary<Moment> = fc.record({
  bound: fc.constantFrom(1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 0, 3, 4),
  tens: fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: -5, max: 4 }) },
    { weight: 1, arbitrary: fc.integer({ min: -20, max: 40 }) },
  ),
  graces: mostly(0, -1, 1),
  odd: mostly(0, -1, 1, 90_001),
});

/** A cycle's bound itself, as often as not. */
export const boundOrMoment: fc.Arbitrary<Moment> = fc.oneof(
  fc.record({
    bound: fc.integer({ min: 0, max: 4 }),
    tens: fc.constant(0),
    graces: fc.constant(0),
    odd: mostly(0, -1, 1),
  }),
  moment,
);

/** What turns moments into instants. */
export interface Stage {
  readonly bounds: readonly Instant[];
  readonly grace: DurationMs;
}

export const stageOf = (calendar: Calendar, around: Instant, grace: DurationMs): Stage => {
  const bounds = [cycleHolding(calendar, around - 20 * DAY).start];
  while (bounds.length < 5) bounds.push(cycleHolding(calendar, bounds.at(-1)!).end);
  return { bounds, grace };
};

export const instantOf = (
  { bounds, grace }: Stage,
  { bound, tens, graces, odd }: Moment,
): Instant => bounds[bound]! + tens * 10 * MINUTE + graces * grace + odd;

/** How long something lasts: a few minutes, about a grace, tens of minutes, or across whole cycles. */
export type Hold = Pick<Moment, 'graces' | 'odd'> & { readonly minutes: number };

export const hold: fc.Arbitrary<Hold> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      minutes: fc.integer({ min: 1, max: 12 }),
      graces: mostly(0, 1),
      odd: fc.constant(0),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      minutes: mostly(0, 10),
      graces: fc.constant(1),
      odd: fc.constantFrom(-1, 0, 1),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      minutes: fc.integer({ min: 0, max: 15 }).map((tens) => tens * 10),
      graces: fc.constant(0),
      odd: mostly(0, 1),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      minutes: fc.constantFrom(14, 31, 40, 70).map((days) => days * 24 * 60),
      graces: fc.constant(0),
      odd: fc.constant(0),
    }),
  },
);

/** At least 0. */
export const lengthOf = ({ grace }: Stage, { minutes, graces, odd }: Hold): DurationMs =>
  Math.max(0, minutes * MINUTE + graces * grace + odd);
