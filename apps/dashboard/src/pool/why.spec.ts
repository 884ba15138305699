import type { Evidence } from '../api';
import { en } from '../words/en';
import { verdictOf } from './why';

const NINE = Date.parse('2026-03-02T09:00:00.000Z');
const minute = (minutes: number): string => new Date(NINE + minutes * 60_000).toISOString();

type Model = Evidence['grace']['model'];
interface Level {
  readonly seats: number;
  readonly from: number;
  readonly to: number;
  readonly billed?: boolean;
}

/** What is said of an excursion from 9:00 whose levels are given in minutes. */
const verdict = (
  model: Model,
  levels: readonly Level[],
  boundary: 'exclusive' | 'inclusive' = 'exclusive',
): ReturnType<typeof verdictOf> => {
  const seats = Math.max(...levels.map((level) => level.seats));
  const end = Math.max(...levels.map(({ to }) => to));
  const evidence = {
    statement: { overageSeats: 1 },
    grace: { model, durationMs: 1_800_000, boundary },
    intervals: levels.map(({ seats, from, to, billed = false }) => ({
      seats,
      start: minute(from),
      end: minute(to),
      billed,
    })),
  } as unknown as Evidence;
  return verdictOf({ start: minute(0), end: minute(end), seats }, evidence, en);
};

const FREE = [{ seats: 2, from: 0, to: 30 }];
const MIXED = [
  { seats: 1, from: 0, to: 135, billed: true },
  { seats: 2, from: 20, to: 45 },
];

it('tells a free excursion from a billed one, each seat by its own clock', () => {
  expect(verdict('level-contiguous', FREE)).toEqual({
    billed: 0,
    sentences: ['No seat stayed over for longer than the grace of 30 min; the longest for 30 min.'],
  });
  expect(verdict('level-contiguous', MIXED)).toEqual({
    billed: 1,
    sentences: [
      'Seat 1 over stayed over for 2 h 15 min without a break: longer than the grace of 30 min.',
      'What went further over lasted at most 25 min: no longer than 30 min, and is free.',
    ],
  });
});

it('says so when another cycle bills it', () => {
  const { billed, sentences } = verdict('level-contiguous', [{ seats: 1, from: 0, to: 40 }]);
  expect([billed, sentences]).toEqual([0, [en.why.elsewhere]]);
});

it.each([
  ['none', 2],
  ['excursion-full', 2],
  ['excursion-deductible', 2],
  ['level-cumulative', 1],
] as const)('counts by %s what that reading counts', (model, billed) => {
  expect(verdict(model, MIXED).billed).toBe(billed);
});

it('bills exactly the grace only where the boundary includes it', () => {
  expect(verdict('excursion-full', FREE).billed).toBe(0);
  expect(verdict('excursion-full', FREE, 'inclusive').billed).toBe(2);
  expect(verdict('excursion-deductible', FREE).billed).toBe(0);
});
