import { formatInstant } from '@seatmeter/contracts';
import type {
  AccountView,
  Evidence,
  FactRecord,
  HeldSeat,
  Page,
  PoolOccupancy,
  StandingUpdate,
  TimelinePoint,
  WaitingFact,
} from '@seatmeter/engine/service';
import type { Instant, Standing } from '@seatmeter/metering';
import type {
  EvidenceJson,
  FactJson,
  HeldSeatJson,
  OccupancyJson,
  StandingJson,
  StandingUpdateJson,
  TimelineJson,
  WaitingFactJson,
} from './answers';

/** What the engine answers, as HTTP says it: instants as text, nothing else changed. */

export const pageView = <Item, View>(
  { items, next }: Page<Item>,
  view: (item: Item) => View,
): { items: View[]; next?: string } => ({
  items: items.map(view),
  ...(next === undefined ? {} : { next }),
});

/** A policy that never changed is one object, as it was written. */
export const accountView = ({ contract, policy }: AccountView): object => ({
  ...contract,
  policy: contract.policy.length === 1 ? contract.policy[0] : contract.policy,
  policyInForce: policy,
});

const standingView = (standing: Standing): StandingJson => {
  if (standing.phase === 'within') return standing;
  const { billableAt, ...rest } = standing;
  return billableAt === undefined ? rest : { ...rest, billableAt: formatInstant(billableAt) };
};

const poolView = ({ poolId, seatsUsed, capacity, standing }: PoolOccupancy) => ({
  poolId,
  seatsUsed,
  capacity,
  standing: standingView(standing),
});

export const occupancyView = (occupancy: {
  readonly at: Instant;
  readonly pools: readonly PoolOccupancy[];
}): OccupancyJson => ({
  at: formatInstant(occupancy.at),
  pools: occupancy.pools.map(poolView),
});

export const standingUpdateView = (update: StandingUpdate): StandingUpdateJson => ({
  accountId: update.accountId,
  at: formatInstant(update.at),
  ...poolView(update),
});

export const heldSeatView = ({ leaseEnd, ...seat }: HeldSeat): HeldSeatJson => ({
  sessionId: seat.sessionId,
  userId: seat.userId,
  since: formatInstant(seat.since),
  lastSignOfLife: formatInstant(seat.lastSignOfLife),
  ...(leaseEnd === undefined ? {} : { leaseEnd: formatInstant(leaseEnd) }),
});

export const factView = (records: readonly FactRecord[]): FactJson => ({
  records: records.map(({ recordedAt, at, version, outcome, releasedAt }) => ({
    recordedAt: formatInstant(recordedAt),
    at: formatInstant(at),
    version,
    outcome: outcome.outcome,
    ...(outcome.outcome === 'quarantined' ? { reason: outcome.reason } : {}),
    ...(releasedAt === undefined ? {} : { releasedAt: formatInstant(releasedAt) }),
  })),
});

export const waitingFactView = (fact: WaitingFact): WaitingFactJson => ({
  source: fact.source,
  id: fact.id,
  at: formatInstant(fact.at),
  recordedAt: formatInstant(fact.recordedAt),
  reason: fact.reason,
  releasable: fact.releasable,
});

export const timelineView = (points: readonly TimelinePoint[]): TimelineJson => ({
  points: points.map(({ at, used, capacity, billable }) => ({
    at: formatInstant(at),
    used,
    capacity,
    billable,
  })),
});

export const evidenceView = (evidence: Evidence): EvidenceJson => ({
  statement: evidence.statement,
  grace: evidence.grace,
  firstVersion: evidence.firstVersion,
  lastVersion: evidence.lastVersion,
  intervals: evidence.intervals.map(({ seats, start, end, billed }) => ({
    seats,
    start: formatInstant(start),
    end: formatInstant(end),
    billed,
  })),
  facts: pageView(evidence.facts, ({ at, recordedAt, ...fact }) => ({
    ...fact,
    at: formatInstant(at),
    recordedAt: formatInstant(recordedAt),
  })),
});
