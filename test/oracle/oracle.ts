import type {
  AccountFigures,
  Agreement,
  CycleFigures,
  Instant,
  Pool,
  SessionFact,
} from '@seatmeter/metering';
import { deliveriesOf, type Delivery, type Verdict } from './arrival';
import { figuresOf } from './billing';
import { cyclesOf, type BillingCycle } from './calendar';
import { inForce, overlap, sum } from './intervals';
import { slicesOf } from './occupancy';
import { byCodeUnits, byIdentity, storyOf, type SessionVerdict, type Story } from './sessions';

/** What happened to each delivery up to as-of. */
type Outcome = Exclude<Verdict, 'admitted'> | SessionVerdict;

export const storiesOf = (
  agreement: Agreement,
  admitted: readonly Delivery[],
  asOf: Instant,
): Story[] => {
  const sessions = new Set(admitted.map(({ fact }) => fact.sessionId));
  return [...sessions].map((session) =>
    storyOf(
      agreement,
      admitted.filter(({ fact }) => fact.sessionId === session),
      asOf,
    ),
  );
};

const poolFigures = (
  agreement: Agreement,
  pool: Pool,
  cycles: readonly BillingCycle[],
  stories: readonly Story[],
  asOf: Instant,
): CycleFigures[] => {
  if (cycles.length === 0) return [];
  const stays = stories.flatMap((story) => story.stays);
  const inferred = stories.flatMap((story) => story.inferredEnds).filter((e) => e.pool === pool.id);
  const bounds = cycles.flatMap(({ cycle }) => [cycle.start, cycle.end]);
  const known = { start: cycles[0]!.cycle.start, end: asOf };
  const slices = slicesOf(agreement, pool, stays, bounds, known);
  return cycles.map(({ cycle, dueIn }) => {
    const version = inForce(agreement.policies, cycle.start);
    const figures = figuresOf(pool, slices, cycle, version.policy, asOf);
    return {
      cycle,
      dueIn,
      policy: version,
      ...figures,
      overageSeats: figures.readings[version.policy.graceModel],
      inferredEnds: inferred.filter(({ end }) => cycle.start < end && end <= cycle.end).length,
      inferredSeatMs: sum(inferred.map((end) => overlap(end, cycle))),
    };
  });
};

/** The slow, obvious definition of every figure: metering.md, sentence by sentence. */
export const oracleOf = (
  agreement: Agreement,
  facts: readonly SessionFact[],
  asOf: Instant,
): AccountFigures => {
  const deliveries = deliveriesOf(agreement, facts).filter(({ fact }) => fact.at <= asOf);
  const admitted = deliveries.filter(({ verdict }) => verdict === 'admitted');
  const stories = storiesOf(agreement, admitted, asOf);
  const sessionVerdicts = new Map(stories.flatMap((story) => [...story.verdicts]));
  const outcomes = deliveries.map(({ fact, verdict }): { fact: SessionFact; outcome: Outcome } => ({
    fact,
    outcome: verdict === 'admitted' ? sessionVerdicts.get(fact)! : verdict,
  }));
  const earliest = admitted.length === 0 ? undefined : Math.min(...admitted.map((a) => a.fact.at));
  const cycles = cyclesOf(agreement, earliest, asOf);
  const quarantine = outcomes.flatMap(({ fact: { source, id, at }, outcome }) =>
    outcome === 'accepted' || outcome === 'duplicate' || outcome === 'ignored'
      ? []
      : [{ source, id, at, reason: outcome }],
  );
  const counted = (wanted: Outcome): number =>
    outcomes.filter(({ outcome }) => outcome === wanted).length;
  return {
    pools: agreement.pools
      .filter(({ model }) => model === 'concurrent')
      .map((pool) => ({
        poolId: pool.id,
        cycles: poolFigures(agreement, pool, cycles, stories, asOf),
      })),
    counts: {
      accepted: counted('accepted'),
      duplicates: counted('duplicate'),
      quarantined: quarantine.length,
      ignored: counted('ignored'),
    },
    // one identity may wait more than once; the order of arrival is not to show
    quarantine: quarantine.sort(
      (one, other) =>
        byIdentity(one, other) || one.at - other.at || byCodeUnits(one.reason, other.reason),
    ),
  };
};
