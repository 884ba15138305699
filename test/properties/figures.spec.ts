import {
  meterAccount,
  type Agreement,
  type CycleFigures,
  type DurationMs,
  type SessionFact,
  type Span,
} from '@seatmeter/metering';
import { cases, type Visit } from '../oracle/arbitraries';
import { allCycles, expectEqual, holdsFor } from './property';

/** Every session is seen, in its own pool, until it says that it ended. */
const withoutSubtleties = (agreement: Agreement): Agreement => ({
  ...agreement,
  users: new Map(),
  policies: agreement.policies.slice(0, 1).map((version) => ({
    ...version,
    policy: { ...version.policy, crossPool: 'each', leaseTtl: null },
  })),
});

const factsOf = (visit: Visit, index: number): SessionFact[] => [
  {
    source: '/visits',
    id: `${index} starts`,
    type: 'started',
    at: visit.start,
    sessionId: `visit ${index}`,
    userId: visit.user,
    pool: visit.pool,
  },
  {
    source: '/visits',
    id: `${index} ends`,
    type: 'ended',
    at: visit.end,
    sessionId: `visit ${index}`,
  },
];

const inside = (span: Span, window: Span): Span => ({
  start: Math.max(span.start, window.start),
  end: Math.max(span.start, window.start, Math.min(span.end, window.end)),
});

/** How long at least one of the spans lasts: each counts from where all before it have ended. */
const lengthOfUnion = (spans: readonly Span[]): DurationMs => {
  let [covered, until] = [0, -Infinity];
  for (const { start, end } of [...spans].sort((one, other) => one.start - other.start)) {
    covered += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return covered;
};

it('seat time used is the time the people, or the sessions, of the pool were there', () => {
  holdsFor(0.03, cases, ({ agreement: contract, asOf, visits }) => {
    const agreement = withoutSubtleties(contract);
    const bySession = agreement.policies[0]!.policy.countBy === 'session';
    for (const { poolId, cycles } of meterAccount(agreement, visits.flatMap(factsOf), asOf).pools)
      for (const { cycle, seatMs } of cycles) {
        const window = { start: cycle.start, end: Math.min(cycle.end, asOf) };
        const here = visits.filter(({ pool }) => pool === poolId);
        const holders = bySession
          ? here.map((visit) => [visit])
          : [...new Set(here.map(({ user }) => user))].map((user) =>
              here.filter((visit) => visit.user === user),
            );
        const used = holders.map((seat) =>
          lengthOfUnion(seat.map((visit) => inside(visit, window))),
        );
        expect(seatMs.used).toBe(used.reduce((sum, time) => sum + time, 0));
      }
  });
});

const expectOrder = (...descending: number[]): void => {
  expectEqual(
    descending,
    [...descending].sort((one, other) => other - one),
  );
};

/** No excursion reaches beyond the cycle. */
const isSelfContained = ({ cycle, excursions }: CycleFigures): boolean =>
  excursions.every(({ start, end }) => cycle.start <= start && end <= cycle.end);

it('the readings of a cycle are ordered as their definitions are', () => {
  holdsFor(0.05, cases, ({ agreement, facts, asOf }) => {
    for (const figures of allCycles(meterAccount(agreement, facts, asOf))) {
      const { readings, peak, excursions, policy, seatMs } = figures;
      expectOrder(peak.seats, readings.none, readings['excursion-full']);
      expectOrder(readings['excursion-full'], readings['excursion-deductible'], 0);
      expectOrder(readings.none, readings['level-contiguous'], 0);
      expectOrder(readings.none, readings['level-cumulative'], 0);
      expect(seatMs.billable > 0).toBe(readings['level-contiguous'] > 0);
      expect(figures.overageSeats).toBe(readings[policy.policy.graceModel]);
      if (!isSelfContained(figures)) continue;
      expect(readings.none).toBe(Math.max(0, ...excursions.map(({ seats }) => seats)));
      expectOrder(readings['excursion-full'], readings['level-contiguous']);
      expectOrder(readings['level-cumulative'], readings['level-contiguous']);
      if (policy.policy.graceBoundary === 'exclusive')
        expectOrder(readings['excursion-deductible'], readings['level-contiguous']);
    }
  });
});

it('free and billable seat time are the whole of what was over, and that no more than was used', () => {
  holdsFor(0.02, cases, ({ agreement, facts, asOf }) => {
    for (const { seatMs } of allCycles(meterAccount(agreement, facts, asOf))) {
      expect(seatMs.free + seatMs.billable).toBe(seatMs.over);
      expectOrder(seatMs.used, seatMs.over, seatMs.billable, 0);
    }
  });
});

it('without a grace the five readings are one, and all that is over is billable', () => {
  holdsFor(0.03, cases, ({ agreement, facts, asOf }) => {
    const policies = agreement.policies.map((version) => ({
      ...version,
      policy: { ...version.policy, graceDuration: 0 },
    }));
    for (const { readings, seatMs } of allCycles(
      meterAccount({ ...agreement, policies }, facts, asOf),
    )) {
      expect(new Set(Object.values(readings)).size).toBe(1);
      expectEqual(seatMs.free, 0);
    }
  });
});

it('each cycle begins where the one before it ends, and is due in the next', () => {
  holdsFor(0.02, cases, ({ agreement, facts, asOf }) => {
    for (const { cycles } of meterAccount(agreement, facts, asOf).pools) {
      expectEqual(
        cycles.slice(1).map(({ cycle }) => cycle.start),
        cycles.slice(0, -1).map(({ cycle }) => cycle.end),
      );
      for (const { cycle, dueIn, peak } of cycles) {
        expectEqual(dueIn.start, cycle.end);
        expectOrder(dueIn.end, cycle.end, peak.at, cycle.start);
      }
    }
  });
});
