import {
  FROM_THE_BEGINNING,
  meterAccount,
  type Agreement,
  type CapacityStep,
  type Policy,
  type SessionFact,
} from '@seatmeter/metering';
import fc from 'fast-check';
import { cases, type Visit } from '../oracle/arbitraries';
import { DAY } from '../oracle/arbitrary-moments';
import { expectEqual, highestFigures, holdsFor } from './property';

/** A lease no visit outlasts that is cut to it. */
const WEEK = { days: 6 * DAY, leaseSeconds: 604_800 };

const factsOf = (
  { user, pool, start, end }: Visit,
  sessionId: string,
): [SessionFact, SessionFact] => [
  {
    source: '/visits',
    id: `${sessionId} starts`,
    type: 'started',
    at: start,
    sessionId,
    userId: user,
    pool,
    leaseSeconds: WEEK.leaseSeconds,
  },
  { source: '/visits', id: `${sessionId} ends`, type: 'ended', at: end, sessionId },
];

const withPolicies = (agreement: Agreement, change: (policy: Policy) => Policy): Agreement => ({
  ...agreement,
  policies: agreement.policies.map((version) => ({ ...version, policy: change(version.policy) })),
});

/** One grace for all time, the first policy's. */
const withOneGrace = (agreement: Agreement): Agreement => {
  const { graceDuration, graceBoundary } = agreement.policies[0]!.policy;
  return withPolicies(agreement, (policy) => ({ ...policy, graceDuration, graceBoundary }));
};

const more = (capacity: readonly CapacityStep[], seats: number): CapacityStep[] => [
  ...(capacity[0]?.from === FROM_THE_BEGINNING ? [] : [{ from: FROM_THE_BEGINNING, seats }]),
  ...capacity.map((step) => ({ ...step, seats: step.seats + seats })),
];

it('buying seats for all time lowers the default figure of every cycle by just as many', () => {
  holdsFor(
    0.06,
    fc.tuple(cases, fc.integer({ min: 1, max: 3 })),
    ([{ agreement, facts, asOf }, bought]) => {
      const before = meterAccount(agreement, facts, asOf);
      const pools = agreement.pools.map((pool) => ({
        ...pool,
        capacity: more(pool.capacity, bought),
      }));
      const after = meterAccount({ ...agreement, pools }, facts, asOf);
      expectEqual(
        after.pools.map(({ cycles }) => cycles.map((cycle) => cycle.readings['level-contiguous'])),
        before.pools.map(({ cycles }) =>
          cycles.map(({ readings }) => Math.max(0, readings['level-contiguous'] - bought)),
        ),
      );
    },
  );
});

it('a further session never lowers the highest default figure over all cycles', () => {
  holdsFor(0.06, cases, ({ agreement: contract, facts, asOf, visits: [visit] }) => {
    const agreement = withOneGrace(contract);
    const everyPoolCounts = agreement.policies.every(({ policy }) => policy.crossPool === 'each');
    const user = everyPoolCounts ? visit.user : 'somebody new';
    const before = highestFigures(meterAccount(agreement, facts, asOf));
    const further = factsOf({ ...visit, user }, 'further session');
    const after = highestFigures(meterAccount(agreement, [...facts, ...further], asOf));
    expectEqual(
      after.map((highest, index) => Math.max(highest, before[index]!)),
      after,
    );
  });
});

it('a longer grace never raises the highest default figure over all cycles', () => {
  holdsFor(0.04, cases, ({ agreement: contract, facts, asOf }) => {
    const agreement = withOneGrace(contract);
    const patient = withPolicies(agreement, (policy) => ({
      ...policy,
      graceDuration: policy.graceDuration + 1 + (asOf % 600_000),
    }));
    const before = highestFigures(meterAccount(agreement, facts, asOf));
    const after = highestFigures(meterAccount(patient, facts, asOf));
    expectEqual(
      after.map((highest, index) => Math.min(highest, before[index]!)),
      after,
    );
  });
});

it('handing a seat from one session of a user to the next, at one instant, changes no figure', () => {
  holdsFor(
    0.06,
    fc.tuple(cases, fc.nat({ max: 12 })),
    ([{ agreement, facts, asOf, visits }, twelfths]) => {
      const [{ start, end: later, ...whose }] = visits;
      const end = Math.min(later, start + WEEK.days);
      const handOver = start + Math.floor(((end - start) * twelfths) / 12);
      const whole = factsOf({ ...whose, start, end }, 'whole');
      const halves = [
        ...factsOf({ ...whose, start, end: handOver }, 'first half'),
        ...factsOf({ ...whose, start: handOver, end }, 'second half'),
      ];
      expectEqual(
        meterAccount(agreement, [...facts, ...halves], asOf).pools,
        meterAccount(agreement, [...facts, ...whole], asOf).pools,
      );
    },
  );
});
