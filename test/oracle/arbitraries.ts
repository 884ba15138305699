import type { Agreement, DurationMs, Instant, SessionFact } from '@seatmeter/metering';
import fc from 'fast-check';
import { agreementOf, agreementTerms, POOLS, USERS } from './arbitrary-agreements';
import {
  boundOrMoment,
  DAY,
  hold,
  instantOf,
  lengthOf,
  MINUTE,
  moment,
  mostly,
  type Hold,
  type Stage,
} from './arbitrary-moments';

/** A session nobody else speaks of. */
export interface Visit {
  readonly user: string;
  readonly pool: string;
  readonly start: Instant;
  readonly end: Instant;
}

/** An agreement, what happened under it in order of arrival, and when somebody asks. */
export interface Case {
  readonly agreement: Agreement;
  readonly facts: readonly SessionFact[];
  readonly asOf: Instant;
  /** Some that are not among the facts; at least one. */
  readonly visits: readonly [Visit, ...Visit[]];
}

const SHARED_SESSIONS = ['s1', 's2', '__proto__'] as const;
/** Their order by UTF-16 code units is neither that of their code points nor that of any alphabet. */
const ID_PREFIXES = ['b', 'A', '9', '10', '\u{1f600}', '\uff5e', 'é'] as const;

const user = fc.constantFrom(...USERS);
const lease = mostly<number | undefined>(undefined, 1, 600, 2400, 2400);
const identity = fc.record({
  source: fc.constantFrom('/x', '/y'),
  prefix: fc.constantFrom(...ID_PREFIXES),
});
/** Most sessions are a visit's own; the shared ones collide. */
const session = mostly<string | null>(null, null, ...SHARED_SESSIONS);
const poolName = mostly<string | number | undefined>(0, 1, 1, 1, 2, undefined, 'nowhere');

/** A sign of life so long after the opening, null: at the end; a start may come from another user or pool. */
interface Sign {
  readonly type: 'renewed' | 'started';
  readonly after: Hold | null;
  readonly lease: number | undefined;
  readonly other: 'user' | 'pool' | null;
}
const sign: fc.Arbitrary<Sign> = fc.record({
  type: fc.constantFrom<Sign['type'][]>('renewed', 'renewed', 'started'),
  after: fc.option(hold, { freq: 3 }),
  lease,
  other: mostly<Sign['other']>(null, 'user', 'pool'),
});

const visitTerms = fc.record({
  session,
  user,
  pool: poolName,
  start: moment,
  hold,
  lease,
  signs: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Sign[]>([]) },
    { weight: 2, arbitrary: fc.array(sign, { minLength: 1, maxLength: 3 }) },
  ),
  ends: mostly(true, false),
  identity,
});

const looseFact = fc.record({
  type: fc.constantFrom('started' as const, 'renewed' as const, 'ended' as const),
  session: fc.constantFrom(...SHARED_SESSIONS, 'orphan'),
  user,
  pool: poolName,
  at: moment,
  lease,
  identity,
});

/** A delivery again: of fact number `of`, with other content when something is `changed`. */
interface Repeat {
  readonly of: number;
  readonly changed: Partial<SessionFact>;
  readonly later: DurationMs;
}
const repeat = (
  changed: fc.Arbitrary<Repeat['changed']>,
  later: fc.Arbitrary<DurationMs>,
): fc.Arbitrary<Repeat> => fc.record({ of: fc.nat({ max: 40 }), changed, later });

const caseTerms = (conflicts: boolean) =>
  fc.record({
    agreement: agreementTerms,
    visits: fc.noBias(fc.array(visitTerms, { minLength: 1, maxLength: 13, size: 'max' })),
    loose: fc.array(looseFact, { maxLength: 4 }),
    repeats: fc.array(repeat(fc.constant({}), fc.constant(0)), { maxLength: 2 }),
    conflicts: fc.array(
      repeat(
        fc.constantFrom<Partial<SessionFact>[]>(
          { reason: 'another' },
          { activity: 'another' },
          { leaseSeconds: 77 },
          { userId: 'u1' },
          { pool: 'b' },
          { sessionId: 's1' },
          { type: 'ended' },
          {},
        ),
        mostly(0, 10 * MINUTE, -10 * MINUTE, 1),
      ),
      { maxLength: conflicts ? 3 : 0 },
    ),
    arrival: fc.array(fc.nat({ max: 40 }), { maxLength: 8 }),
    asOf: fc.oneof(
      { weight: 4, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: boundOrMoment },
      { weight: 1, arbitrary: fc.nat({ max: 40 }) },
    ),
    further: fc.array(fc.record({ user, pool: fc.nat({ max: 2 }), start: moment, hold }), {
      minLength: 1,
      maxLength: 8,
    }),
  });
type CaseTerms = ReturnType<typeof caseTerms> extends fc.Arbitrary<infer T> ? T : never;

const poolIn = (agreement: Agreement, name: string | number | undefined): string | undefined =>
  typeof name === 'number' ? POOLS[name % agreement.pools.length] : name;

/** Absent is not there at all, as when it was read from a message. */
const factOf = (fields: SessionFact): SessionFact =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as unknown as SessionFact;

const factsOfVisit =
  (agreement: Agreement, stage: Stage) =>
  (terms: CaseTerms['visits'][number], index: number): SessionFact[] => {
    const { source, prefix } = terms.identity;
    const start = instantOf(stage, terms.start);
    const end = start + lengthOf(stage, terms.hold);
    const common = { source, id: '', sessionId: terms.session ?? `visit ${index}` };
    const begins = {
      ...common,
      type: 'started' as const,
      userId: terms.user,
      pool: poolIn(agreement, terms.pool),
    };
    const signOf = ({ type, after, other, ...says }: Sign): SessionFact => ({
      ...(type === 'started' ? begins : { ...common, type }),
      ...(type === 'started' && other === 'user' && { userId: 'u2' }),
      ...(type === 'started' && other === 'pool' && { pool: POOLS[1] }),
      at: after === null ? end : start + lengthOf(stage, after),
      leaseSeconds: says.lease,
    });
    const facts: SessionFact[] = [
      { ...begins, at: start, leaseSeconds: terms.lease },
      ...terms.signs.map(signOf),
      ...(terms.ends ? [{ ...common, type: 'ended' as const, at: end }] : []),
    ];
    return facts.map((fact, nth) => factOf({ ...fact, id: `${prefix}.${index}.${nth}` }));
  };

const looseFactOf =
  (agreement: Agreement, stage: Stage) =>
  (terms: CaseTerms['loose'][number], index: number): SessionFact =>
    factOf({
      source: terms.identity.source,
      id: `${terms.identity.prefix}.loose.${index}`,
      type: terms.type,
      at: instantOf(stage, terms.at),
      sessionId: terms.session,
      userId: terms.user,
      pool: poolIn(agreement, terms.pool),
      leaseSeconds: terms.lease,
    });

/** Moves the fact at each of these places to the end. */
const shuffled = <T>(facts: readonly T[], places: readonly number[]): T[] =>
  places.reduce(
    (left, place) => {
      const from = place % left.length;
      return [...left.slice(0, from), ...left.slice(from + 1), left[from]!];
    },
    [...facts],
  );

const caseOf = (terms: CaseTerms): Case => {
  const { agreement, stage } = agreementOf(terms.agreement);
  const once = [
    ...terms.visits.flatMap(factsOfVisit(agreement, stage)),
    ...terms.loose.map(looseFactOf(agreement, stage)),
  ];
  const again = [...terms.conflicts, ...terms.repeats].map(({ of, changed, later }) => {
    const fact = once[of % once.length]!;
    return { ...fact, ...changed, at: fact.at + later };
  });
  const facts = shuffled([...once, ...again, ...again.slice(0, 1)], terms.arrival);
  const latest = Math.max(...facts.map((fact) => fact.at), stage.bounds[2]!);
  const askedAt = (asOf: CaseTerms['asOf']): Instant => {
    if (asOf === null) return latest + DAY + MINUTE;
    return typeof asOf === 'number' ? facts[asOf % facts.length]!.at : instantOf(stage, asOf);
  };
  const visitOf = (visit: CaseTerms['further'][number]): Visit => {
    const start = instantOf(stage, visit.start);
    const end = start + lengthOf(stage, visit.hold);
    return { user: visit.user, pool: poolIn(agreement, visit.pool)!, start, end };
  };
  const [first, ...others] = terms.further.map(visitOf);
  return { agreement, facts, asOf: askedAt(terms.asOf), visits: [first!, ...others] };
};

/** Anything that may happen. */
export const cases: fc.Arbitrary<Case> = caseTerms(true).map(caseOf);

/** The same without conflicting duplicates, where arrival decides nothing. */
export const casesWithoutConflicts: fc.Arbitrary<Case> = caseTerms(false).map(caseOf);
