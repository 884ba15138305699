import { byEventTime } from './event-order';
import type { FactBatch } from './fact-batch';
import { ACCEPTED, DUPLICATE } from './outcome';

const START = Date.parse('2000-01-01');
const CENTURY = Date.parse('2100-01-01') - START;

/** Numbers from 0 until before `count`, each once and none where it belongs. */
const scattered = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => (index * 7919) % count);

const orderOf = (instants: readonly number[], outcomes = new Uint8Array(instants.length)) => {
  const batch = { at: Float64Array.from(instants), length: instants.length };
  return [...byEventTime(batch as FactBatch, outcomes)];
};

const expectEventTime = (instants: readonly number[]): void => {
  const places = instants.map((_, place) => place);
  const expected = places.sort((one, other) => instants[one]! - instants[other]! || one - other);
  expect(orderOf(instants)).toEqual(expected);
};

describe('facts are put in order of event time, those of one instant in order of arrival', () => {
  it('when many lie close together', () => {
    expectEventTime(scattered(9000).map((number) => START + Math.floor(number / 3)));
  });

  it('when many lie a century apart', () => {
    expectEventTime(
      scattered(9000).map((number) => START + Math.floor(number / 3) * Math.floor(CENTURY / 3000)),
    );
  });

  it('when a century apart some are milliseconds apart', () => {
    const instants = scattered(9000).map((number) => START + (number % 3) + (number % 2) * CENTURY);
    expectEventTime(instants);
  });

  it('when they come backwards', () => {
    expectEventTime([START + 2, START + 1, START]);
  });

  it('and those already judged are left out', () => {
    const outcomes = Uint8Array.of(ACCEPTED, DUPLICATE, ACCEPTED, ACCEPTED);
    expect(orderOf([START + 5, START, START + 1, START + 5], outcomes)).toEqual([2, 0, 3]);
  });
});
