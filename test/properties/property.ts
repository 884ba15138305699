import type { AccountFigures, CycleFigures } from '@seatmeter/metering';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';

const { PROPERTY_RUNS, PROPERTY_SEED } = process.env;

/** Random cases over all properties together. */
const RUNS = Number(PROPERTY_RUNS ?? 10_000);

/** With a seed the cases are the same every time, and the first that fails is enough: it is not made smaller. */
const REPEATABLE =
  PROPERTY_SEED === undefined ? {} : { seed: Number(PROPERTY_SEED), endOnFailure: true };

/** Holds a property against its share of the random cases. */
export const holdsFor = <T>(
  share: number,
  arbitrary: fc.Arbitrary<T>,
  property: (value: T) => void,
): void => {
  fc.assert(fc.property(arbitrary, property), {
    numRuns: Math.ceil(RUNS * share),
    ...REPEATABLE,
  });
};

/** `toEqual` at a price that ten thousand cases can pay; -0 is not 0. */
export const expectEqual = (received: unknown, expected: unknown): void => {
  if (!isDeepStrictEqual(received, expected)) expect(received).toStrictEqual(expected);
};

export const allCycles = ({ pools }: AccountFigures): CycleFigures[] =>
  pools.flatMap(({ cycles }) => cycles);

/** The highest level-contiguous figure of each pool over all its cycles. */
export const highestFigures = ({ pools }: AccountFigures): number[] =>
  pools.map(({ cycles }) =>
    Math.max(0, ...cycles.map(({ readings }) => readings['level-contiguous'])),
  );
