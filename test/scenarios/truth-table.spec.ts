import type { CycleFigures, SessionFact } from '@seatmeter/metering';
import { at, contract, ended, policy, pool, started, toldOfEveryMeter } from './given';
import { truthTable, type Expected, type TruthTableCase } from './truth-table';

const READINGS = [
  'none',
  'excursion-full',
  'excursion-deductible',
  'level-contiguous',
  'level-cumulative',
] as const;
const FIRST_MIDNIGHT = '00:00 100';

const nextDay = (day: string): string =>
  new Date(at(`${day} 24:00`)).toISOString().slice(0, '2026-03-10'.length);

/** `+1 00:20 100` on 2026-03-31 is 100 seats from `2026-04-01 00:20`. */
const stepOf = (day: string, step: string): [string, number] => {
  const [seats, time, later] = step.split(' ').reverse();
  return [`${later === undefined ? day : nextDay(day)} ${time!}`, Number(seats)];
};

const stepsOf = (day: string, steps: string | undefined): [string, number][] =>
  [FIRST_MIDNIGHT, ...(steps === undefined ? [] : steps.split(', '))].map((step) =>
    stepOf(day, step),
  );

/** Users who come and go so that the seats in use follow the steps. */
const peopleFollowing = (
  steps: readonly [string, number][],
  whoLeaves: 'last in' | 'first in',
): SessionFact[] => {
  const inside: string[] = [];
  const facts: SessionFact[] = [];
  for (const [time, seats] of steps) {
    while (inside.length < seats) {
      const session = `s-${facts.length}`;
      inside.push(session);
      facts.push(started(time, session));
    }
    while (inside.length > seats) {
      const session = whoLeaves === 'last in' ? inside.pop() : inside.shift();
      facts.push(ended(time, session!));
    }
  }
  return facts;
};

const asExpected = (day: string, inclusive: number, figures: CycleFigures): Expected => ({
  month: new Date(figures.cycle.start).toISOString().slice(0, '2026-03'.length),
  peak: `${new Date(figures.peak.at).toISOString()} ${figures.peak.seats}`,
  readings: READINGS.map((model) => figures.readings[model]) as unknown as Expected['readings'],
  inclusive,
  seatSeconds: [
    figures.seatMs.used / 1000,
    figures.seatMs.over / 1000,
    figures.seatMs.billable / 1000,
  ],
  excursions: figures.excursions.length,
});

const withInstantOfPeak = (day: string, expected: Expected): Expected => {
  const [time, seats] = stepOf(day, expected.peak);
  return { ...expected, peak: `${new Date(at(time)).toISOString()} ${seats}` };
};

const agreementOf = (
  { day, capacity }: TruthTableCase,
  graceBoundary: 'exclusive' | 'inclusive',
): ReturnType<typeof contract> =>
  contract({
    policies: [policy({ graceBoundary })],
    pools: [pool('elite', stepsOf(day, capacity))],
  });

toldOfEveryMeter((given) => {
  describe.each(['last in', 'first in'] as const)('when the %s leave first', (whoLeaves) => {
    it.each(truthTable.map((row) => [row.id, row.tells, row] as const))('%s: %s', (_, __, row) => {
      const people = peopleFollowing(stepsOf(row.day, row.occupancy), whoLeaves);
      const exclusive = given(agreementOf(row, 'exclusive'), people).asOf(`${row.asOf} 00:00`);
      const inclusive = given(agreementOf(row, 'inclusive'), people).asOf(`${row.asOf} 00:00`);
      expect(
        exclusive
          .cyclesOf('elite')
          .map((figures, index) => asExpected(row.day, inclusive.overage[index]!, figures)),
      ).toEqual(row.expected.map((expected) => withInstantOfPeak(row.day, expected)));
    });
  });
});
