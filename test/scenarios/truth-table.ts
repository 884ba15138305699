/** From a time of day on, so many seats: `14:00 105`; `+1 00:20 100` is on the day after. */
export type Step = string;

/** What one billing cycle must come to, with a grace of thirty minutes. */
export interface Expected {
  /** The month whose cycle it is, `2026-03`. */
  readonly month: string;
  readonly peak: Step;
  /** none, excursion-full, excursion-deductible, level-contiguous, level-cumulative; boundary exclusive. */
  readonly readings: readonly [number, number, number, number, number];
  /** level-contiguous when thirty minutes to the millisecond are billed already. */
  readonly inclusive: number;
  /** Seat-seconds used, over and billable. */
  readonly seatSeconds: readonly [number, number, number];
  readonly excursions: number;
}

export interface TruthTableCase {
  readonly id: string;
  readonly tells: string;
  readonly day: string;
  readonly asOf: string;
  /** Steps, parted by commas, after 100 seats from the first midnight on. */
  readonly occupancy: string;
  /** Steps, parted by commas, after 100 seats from the first midnight on. */
  readonly capacity?: string;
  readonly expected: readonly Expected[];
}

const midMonth = { day: '2026-03-10', asOf: '2026-03-12' };

const cycleOf =
  (month: string) =>
  (
    peak: Step,
    readings: Expected['readings'],
    inclusive: number,
    seatSeconds: Expected['seatSeconds'],
    excursions = 1,
  ): Expected[] => [{ month, peak, readings, inclusive, seatSeconds, excursions }];

const march = cycleOf('2026-03');
const april = cycleOf('2026-04');

const insideOneCycle: TruthTableCase[] = [
  {
    id: 'S01',
    tells: 'twenty minutes in which two shifts overlap are free',
    ...midMonth,
    occupancy: '14:00 105, 14:20 100',
    expected: march('14:00 105', [5, 0, 0, 0, 0], 0, [17_286_000, 6_000, 0]),
  },
  {
    id: 'S02',
    tells: 'thirty minutes to the millisecond are free unless the boundary is inclusive',
    ...midMonth,
    occupancy: '14:00 105, 14:30 100',
    expected: march('14:00 105', [5, 0, 0, 0, 5], 5, [17_289_000, 9_000, 0]),
  },
  {
    id: 'S03',
    tells: 'one second beyond thirty minutes is billed from the first minute',
    ...midMonth,
    occupancy: '14:00 105, 14:30:01 100',
    expected: march('14:00 105', [5, 5, 5, 5, 5], 5, [17_289_005, 9_005, 9_005]),
  },
  {
    id: 'S04',
    tells: 'five seats too many for two hours are five seats of overage',
    ...midMonth,
    occupancy: '14:00 105, 16:00 100',
    expected: march('14:00 105', [5, 5, 5, 5, 5], 5, [17_316_000, 36_000, 36_000]),
  },
  {
    id: 'S05',
    tells: 'a short spike on top of a seat that lingers bills the seat that lingers',
    ...midMonth,
    occupancy: '14:00 101, 14:40 110, 14:50 101, 15:00 100',
    expected: march('14:40 110', [10, 10, 10, 1, 1], 1, [17_289_000, 9_000, 3_600]),
  },
  {
    id: 'S06',
    tells: 'a spike that leaves one seat behind bills the seat left behind',
    ...midMonth,
    occupancy: '14:00 110, 14:10 101, 15:00 100',
    expected: march('14:00 110', [10, 10, 1, 1, 1], 1, [17_289_000, 9_000, 3_600]),
  },
  {
    id: 'S07',
    tells: 'every level of a staircase has a clock of its own',
    ...midMonth,
    occupancy: '14:00 101, 14:10 102, 14:20 103, 14:30 104, 14:40 105, 14:50 100',
    expected: march('14:40 105', [5, 5, 5, 2, 3], 3, [17_289_000, 9_000, 5_400]),
  },
  {
    id: 'S08',
    tells: 'eight times 29 minutes with a second between them never outlast the grace',
    ...midMonth,
    occupancy:
      '14:00 101, 14:29 100, 14:29:01 101, 14:58:01 100, 14:58:02 101, 15:27:02 100, 15:27:03 101, 15:56:03 100, 15:56:04 101, 16:25:04 100, 16:25:05 101, 16:54:05 100, 16:54:06 101, 17:23:06 100, 17:23:07 101, 17:52:07 100',
    expected: march('14:00 101', [1, 0, 0, 0, 1], 0, [17_293_920, 13_920, 0], 8),
  },
  {
    id: 'S09',
    tells: 'three hand-overs a day are free, though not when their minutes add up',
    ...midMonth,
    occupancy: '06:00 105, 06:20 100, 14:00 105, 14:20 100, 22:00 105, 22:20 100',
    expected: march('06:00 105', [5, 0, 0, 0, 5], 0, [17_298_000, 18_000, 0], 3),
  },
  {
    id: 'S10',
    tells: 'a dip that stays above capacity restarts only the levels it fell below',
    ...midMonth,
    occupancy: '14:00 105, 14:20 102, 14:25 105, 14:45 100',
    expected: march('14:00 105', [5, 5, 5, 2, 5], 2, [17_292_600, 12_600, 5_400]),
  },
  {
    id: 'S11',
    tells: 'seats bought while the grace runs cure it',
    ...midMonth,
    occupancy: '14:00 105, 15:00 100',
    capacity: '14:20 105',
    expected: march('14:00 105', [5, 0, 0, 0, 0], 0, [17_298_000, 6_000, 0]),
  },
  {
    id: 'S12',
    tells: 'seats bought after the grace do not reach back',
    ...midMonth,
    occupancy: '14:00 105, 15:00 100',
    capacity: '14:40 105',
    expected: march('14:00 105', [5, 5, 5, 5, 5], 5, [17_298_000, 12_000, 12_000]),
  },
  {
    id: 'S13',
    tells: 'three seats bought where five are missing leave two to bill',
    ...midMonth,
    occupancy: '14:00 105, 15:00 100',
    capacity: '14:20 103',
    expected: march('14:00 105', [5, 5, 2, 2, 2], 2, [17_298_000, 10_800, 7_200]),
  },
  {
    id: 'S14a',
    tells: 'seats given back are free when their users leave within the grace',
    ...midMonth,
    occupancy: '14:25 95',
    capacity: '14:00 95',
    expected: march('00:00 100', [5, 0, 0, 0, 0], 0, [16_675_500, 7_500, 0]),
  },
  {
    id: 'S14b',
    tells: 'seats given back are billed when their users stay longer than the grace',
    ...midMonth,
    occupancy: '14:45 95',
    capacity: '14:00 95',
    expected: march('00:00 100', [5, 5, 5, 5, 5], 5, [16_681_500, 13_500, 13_500]),
  },
  {
    id: 'S15',
    tells: 'of two long excursions the higher one is billed',
    ...midMonth,
    occupancy: '09:00 103, 10:00 100, 15:00 108, 16:00 100',
    expected: march('15:00 108', [8, 8, 8, 8, 8], 8, [17_319_600, 39_600, 39_600], 2),
  },
  {
    id: 'S16',
    tells: 'three steps of twenty minutes sustain two levels',
    ...midMonth,
    occupancy: '14:00 101, 14:20 102, 14:40 103, 15:00 100',
    expected: march('14:40 103', [3, 3, 3, 2, 2], 2, [17_287_200, 7_200, 6_000]),
  },
];

const monthEnd = { day: '2026-03-31', asOf: '2026-04-03' };

const acrossCycles: TruthTableCase[] = [
  {
    id: 'S18',
    tells: 'an overlap that outlasts the grace after midnight bills the new cycle',
    ...monthEnd,
    occupancy: '23:45 105, +1 00:20 100',
    expected: [
      ...march('23:45 105', [5, 0, 0, 0, 0], 0, [8_644_500, 4_500, 0]),
      ...april('+1 00:00 105', [5, 5, 5, 5, 0], 5, [17_286_000, 6_000, 6_000]),
    ],
  },
  {
    id: 'S19',
    tells: 'an overlap that outlasts the grace before midnight bills the old cycle alone',
    ...monthEnd,
    occupancy: '23:00 105, +1 00:10 100',
    expected: [
      ...march('23:00 105', [5, 5, 5, 5, 5], 5, [8_658_000, 18_000, 18_000]),
      ...april('+1 00:00 105', [5, 0, 0, 0, 0], 0, [17_283_000, 3_000, 0]),
    ],
  },
  {
    id: 'S20',
    tells: 'an overlap with more than the grace on either side of midnight bills both cycles',
    ...monthEnd,
    occupancy: '22:00 105, +1 02:00 100',
    expected: [
      ...march('22:00 105', [5, 5, 5, 5, 5], 5, [8_676_000, 36_000, 36_000]),
      ...april('+1 00:00 105', [5, 5, 5, 5, 5], 5, [17_316_000, 36_000, 36_000]),
    ],
  },
  {
    id: 'S20b',
    tells: 'the clock that ran 29 minutes before midnight goes on running after it',
    ...monthEnd,
    occupancy: '23:31 105, +1 00:02 100',
    expected: [
      ...march('23:31 105', [5, 0, 0, 0, 0], 0, [8_648_700, 8_700, 0]),
      ...april('+1 00:00 105', [5, 5, 5, 5, 0], 5, [17_280_600, 600, 600]),
    ],
  },
  {
    id: 'S20c',
    tells: 'thirty minutes that end with the cycle bill it under an inclusive boundary only',
    ...monthEnd,
    occupancy: '23:30 105, +1 00:00 100',
    expected: [
      ...march('23:30 105', [5, 0, 0, 0, 5], 5, [8_649_000, 9_000, 0]),
      ...april('+1 00:00 100', [0, 0, 0, 0, 0], 0, [17_280_000, 0, 0], 0),
    ],
  },
];

export const truthTable: readonly TruthTableCase[] = [...insideOneCycle, ...acrossCycles];
