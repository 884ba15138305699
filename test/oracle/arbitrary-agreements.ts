import {
  FROM_THE_BEGINNING,
  GRACE_MODELS,
  type Agreement,
  type Calendar,
  type Dated,
  type Instant,
  type Policy,
  type Pool,
  type Tie,
  type UserTerms,
} from '@seatmeter/metering';
import fc from 'fast-check';
import {
  boundOrMoment,
  hold,
  instantOf,
  lengthOf,
  MINUTE,
  moment,
  mostly,
  seldom,
  stageOf,
  type Hold,
  type Moment,
  type Stage,
} from './arbitrary-moments';

export const POOLS = ['a', 'b', 'c'] as const;
export const USERS = ['u1', '__proto__', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7'] as const;

/** Zones and days on which midnight, or the whole day, is missing, comes twice, or is ordinary. */
const SCENES: readonly (readonly [timeZone: string, day: string])[] = [
  ['UTC', '2026-03-01'],
  ['UTC', '2024-02-29'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['Asia/Tokyo', '2026-01-31'],
  ['Pacific/Apia', '2011-12-30'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2018-02-18'],
  ['Africa/Cairo', '2026-04-24'],
  ['Africa/Cairo', '2026-10-30'],
  ['America/Havana', '2026-03-08'],
  ['America/Havana', '2026-11-01'],
  ['America/St_Johns', '2010-11-07'],
];

const scene = fc.record({
  place: fc.constantFrom(...SCENES),
  anchorDay: fc.option(fc.integer({ min: 1, max: 31 }), { freq: 2 }),
});

const policyTerms: fc.Arbitrary<Policy> = fc.record({
  graceModel: fc.constantFrom('level-contiguous' as const, ...GRACE_MODELS),
  graceDuration: fc.constantFrom(30, 10, 30, 10, 1, 120, 0).map((minutes) => minutes * MINUTE),
  graceBoundary: fc.constantFrom('exclusive', 'inclusive'),
  countBy: mostly('user', 'session'),
  crossPool: fc.constantFrom('each', 'highest-licence'),
  leaseTtl: mostly<number | null>(null, 10 * MINUTE, 45 * MINUTE),
});

const poolTerms = fc.record({
  model: fc.constantFrom<Pool['model'][]>('concurrent', 'named'),
  licence: fc.constantFrom('elite', 'elite', 'premium', 'of old', null),
  seats: fc.constantFrom(null, 0, 0, 1, 1, 2),
  steps: fc.array(fc.tuple(moment, fc.integer({ min: 0, max: 3 })), { maxLength: 2 }),
});

type RawTie = [from: Moment | null, length: Hold | null, pool: number];
const rawTies: fc.Arbitrary<RawTie[]> = fc.array(
  fc.tuple<RawTie>(
    fc.option(moment, { freq: 2 }),
    fc.option(hold, { freq: 1 }),
    fc.nat({ max: 2 }),
  ),
  { maxLength: 2 },
);

/** An agreement before its moments are instants; small numbers, so that it shrinks well. */
export const agreementTerms = fc.record({
  scene,
  policies: fc.tuple(policyTerms, fc.array(fc.tuple(boundOrMoment, policyTerms), { maxLength: 2 })),
  calendars: fc.array(fc.tuple(boundOrMoment, scene), { maxLength: 1 }),
  pools: fc.array(poolTerms, { minLength: 1, maxLength: 3 }),
  users: fc.array(fc.record({ assignments: rawTies, namedLicences: rawTies }), { maxLength: 3 }),
  startsAt: seldom(boundOrMoment),
  endsAt: seldom(boundOrMoment),
  licenceOrder: fc.constantFrom(['elite', 'premium'], ['premium', 'elite'], ['elite'], []),
});
type AgreementTerms = typeof agreementTerms extends fc.Arbitrary<infer T> ? T : never;

/** In order, the first of those that fall on one instant. */
const inOrder = <T extends Dated>(dated: readonly T[]): T[] =>
  dated
    .filter((one, index) => dated.findIndex(({ from }) => from === one.from) === index)
    .sort((one, other) => one.from - other.from);

const calendarOf = (
  { place: [timeZone, day], anchorDay }: AgreementTerms['scene'],
  from: Instant,
): Calendar => ({ from, timeZone, anchorDay: anchorDay ?? Number(day.slice(-2)) });

const poolOf =
  (stage: Stage) =>
  (terms: AgreementTerms['pools'][number], index: number): Pool => ({
    id: POOLS[index]!,
    model: index === 0 ? 'concurrent' : terms.model,
    licence: terms.licence,
    capacity: inOrder([
      ...(terms.seats === null ? [] : [{ from: FROM_THE_BEGINNING, seats: terms.seats }]),
      ...terms.steps.map(([from, seats]) => ({ from: instantOf(stage, from), seats })),
    ]),
    prices: [],
  });

/** Ties one after the other to some of these pools; none when there is no such pool. */
const tiesOf = (stage: Stage, raw: readonly RawTie[], pools: readonly Pool[]): Tie[] => {
  const ties = inOrder(
    raw.map(([from, length, pool]) => {
      const start = from === null ? FROM_THE_BEGINNING : instantOf(stage, from);
      const since = from === null ? stage.bounds[1]! : start;
      return {
        from: start,
        until: length === null ? null : since + lengthOf(stage, length),
        pool: pools[pool % pools.length]?.id ?? '',
      };
    }),
  );
  return ties
    .map((tie, index): Tie => {
      const next = ties[index + 1]?.from ?? Infinity;
      const until = Math.min(tie.until ?? Infinity, next);
      return { ...tie, until: until === Infinity ? null : until };
    })
    .filter(({ pool }) => pool !== '');
};

/** The agreement and the stage on which its facts play. */
export const agreementOf = (terms: AgreementTerms): { agreement: Agreement; stage: Stage } => {
  const [first, later] = terms.policies;
  const calendar = calendarOf(terms.scene, FROM_THE_BEGINNING);
  const stage = stageOf(calendar, Date.parse(terms.scene.place[1]), first.graceDuration);
  const dated = (when: Moment | null): Instant | null =>
    when === null ? null : instantOf(stage, when);
  const pools = terms.pools.map(poolOf(stage));
  const users = terms.users.map(({ assignments, namedLicences }, index): [string, UserTerms] => [
    USERS[index]!,
    {
      assignments: tiesOf(
        stage,
        assignments,
        pools.filter(({ model }) => model === 'concurrent'),
      ),
      namedLicences: tiesOf(
        stage,
        namedLicences,
        pools.filter(({ model }) => model === 'named'),
      ),
    },
  ]);
  const policies = inOrder([
    { from: FROM_THE_BEGINNING, policy: first },
    ...later.map(([from, policy]) => ({ from: instantOf(stage, from), policy })),
  ]);
  const agreement = {
    accountId: 'acme',
    startsAt: dated(terms.startsAt),
    endsAt: dated(terms.endsAt),
    calendars: inOrder([
      calendar,
      ...terms.calendars.map(([from, to]) => calendarOf(to, instantOf(stage, from))),
    ]),
    policies: policies.map((policy, index) => ({
      ...policy,
      version: index + 1,
      hash: `hash ${index + 1}`,
    })),
    pools,
    users: new Map(users),
    licenceOrder: terms.licenceOrder,
  };
  return { agreement, stage };
};
