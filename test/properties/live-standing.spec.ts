import {
  PoolMeter,
  policyAt,
  type Agreement,
  type Instant,
  type Pool,
  type Standing,
} from '@seatmeter/metering';
import fc from 'fast-check';
import { BillingCycles } from '../../libs/metering/src/billing-cycle';
import { cases, type Case } from '../oracle/arbitraries';
import { DAY, mostly } from '../oracle/arbitrary-moments';
import type { Slice } from '../oracle/occupancy';
import { beginningOf, standingOf, timeLineOf } from '../oracle/standing';
import { expectEqual, holdsFor } from './property';

/** When somebody asks: so many graces and odd milliseconds from a change, mostly one that leaves seats over. */
interface Question {
  readonly of: number;
  readonly over: boolean;
  readonly graces: number;
  readonly odd: number;
}

const question: fc.Arbitrary<Question> = fc.record({
  of: fc.nat({ max: 1000 }),
  over: mostly(true, false),
  graces: fc.constantFrom(0, 0, 1, 2),
  odd: mostly(0, -1, 1, 300_000),
});
const questions = fc.array(question, { minLength: 1, maxLength: 6 });

const instantOf = (
  agreement: Agreement,
  slices: readonly Slice[],
  { of, over, graces, odd }: Question,
): Instant => {
  const wanted = slices.filter(({ excess }) => excess > 0 || !over);
  const changes = wanted.length > 0 ? wanted : slices;
  const { start } = changes[of % changes.length]!;
  return start + graces * policyAt(agreement, start).policy.graceDuration + odd;
};

type Answer = readonly [at: Instant, standing: Standing];

/** The answer at each of these instants, and at the instants an answer tells and the one before, in order. */
const answersAt = (asked: readonly Instant[], standingAt: (at: Instant) => Standing): Answer[] => {
  const answers = new Map(asked.map((at) => [at, standingAt(at)]));
  for (const [at, standing] of [...answers]) {
    if (standing.phase === 'within' || standing.billableAt === undefined) continue;
    for (const told of [standing.billableAt - 1, standing.billableAt])
      if (told > at) answers.set(told, standingAt(told));
  }
  return [...answers].sort(([one], [other]) => one - other);
};

/** Tells the meter what happens in order, something else first where the dice say so; asks in between, in either way. */
const meterAnswers = (
  meter: PoolMeter,
  slices: readonly Slice[],
  asked: readonly Instant[],
  dice: number,
): Answer[] => {
  let next = 0;
  return asked.map((at) => {
    for (; next < slices.length && slices[next]!.start <= at; next += 1) {
      const { start, seats } = slices[next]!;
      const roll = (dice + 7 * next) % 24;
      if (roll < 12) meter.occupy(start, roll);
      if (roll < 6) meter.standing(start);
      meter.occupy(start, seats);
    }
    return [at, dice % 2 === 0 ? meter.momentAt(at).standing : meter.standing(at)];
  });
};

const expectStandings = (
  { agreement, facts }: Case,
  pool: Pool,
  asking: readonly Question[],
  dice: number,
): void => {
  const beginning = beginningOf(agreement, facts);
  const latest = Math.max(beginning, ...facts.map(({ at }) => at)) + DAY;
  const { slices } = timeLineOf(agreement, facts, pool, latest);
  const asked = asking
    .map((one) => instantOf(agreement, slices, one))
    .filter((at) => at >= beginning);
  const expected = answersAt(asked, (at) => standingOf(agreement, facts, pool, at));
  const instants = expected.map(([at]) => at);
  const whole = timeLineOf(agreement, facts, pool, Math.max(latest, ...instants));
  const meter = new PoolMeter(pool, new BillingCycles(agreement, beginning));
  expectEqual(meterAnswers(meter, whole.slices, instants, dice), expected);
};

it('at any instant the standing says in every field what its slow, obvious definition says', () => {
  holdsFor(0.06, fc.tuple(cases, questions, fc.nat({ max: 23 })), ([random, asking, dice]) => {
    const { agreement, facts } = random;
    if (beginningOf(agreement, facts) >= (agreement.endsAt ?? Infinity)) return;
    for (const pool of agreement.pools)
      if (pool.model === 'concurrent') expectStandings(random, pool, asking, dice);
  });
});
