import type { Agreement, DurationMs, FactType, Instant, SessionFact } from '@seatmeter/metering';
import type { Delivery } from './arrival';
import { inForce } from './intervals';

/** A maximal time for which one session was open; what nothing ended is open for ever. */
export interface Stay {
  readonly user: string;
  readonly pool: string;
  readonly start: Instant;
  readonly end: Instant;
}

/** An end nobody reported: the lease ran out at `end`, after a last sign of life at `start`. */
export interface InferredEnd {
  readonly pool: string;
  readonly start: Instant;
  readonly end: Instant;
}

export type SessionVerdict =
  | 'accepted'
  | 'ignored'
  | 'session-identity-conflict'
  | 'renewal-without-start'
  | 'end-without-start';

interface Seat {
  readonly user: string;
  readonly pool: string;
  /** What the opening, or a sign of life since, said; undefined when none of them said anything. */
  readonly leaseSeconds: number | undefined;
}
interface Open extends Seat {
  readonly phase: 'open';
  readonly since: Instant;
  readonly lastSign: Instant;
  readonly leaseEnd: Instant;
}
type State =
  | Open
  | (Seat & { readonly phase: 'lease-ran-out' })
  | { readonly phase: 'ended' }
  | { readonly phase: 'never-seen' };

/** What became of one session. */
export interface Story {
  readonly stays: Stay[];
  readonly inferredEnds: InferredEnd[];
  readonly verdicts: Map<SessionFact, SessionVerdict>;
}

/** The sequence of kinds at one instant, by whether the session was open before the first of them. */
const SEQUENCE: Record<'open' | 'notOpen', readonly FactType[]> = {
  open: ['ended', 'started', 'renewed'],
  notOpen: ['started', 'renewed', 'ended'],
};

export const byCodeUnits = (one: string, other: string): number =>
  one < other ? -1 : one > other ? 1 : 0;

export const byIdentity = (
  one: { source: string; id: string },
  other: { source: string; id: string },
): number => byCodeUnits(one.source, other.source) || byCodeUnits(one.id, other.id);

/** Runs one session's admitted facts, given in any order, up to and including `asOf`. */
export const storyOf = (
  agreement: Agreement,
  deliveries: readonly Delivery[],
  asOf: Instant,
): Story => {
  const story: Story = { stays: [], inferredEnds: [], verdicts: new Map() };
  let state: State = { phase: 'never-seen' };

  const leaseFrom = (at: Instant, leaseSeconds: number | undefined): DurationMs =>
    leaseSeconds === undefined
      ? (inForce(agreement.policies, at).policy.leaseTtl ?? Infinity)
      : leaseSeconds * 1000;

  const openAt = (at: Instant, { user, pool, leaseSeconds }: Seat): Open => ({
    phase: 'open',
    user,
    pool,
    leaseSeconds,
    since: at,
    lastSign: at,
    leaseEnd: at + leaseFrom(at, leaseSeconds),
  });

  const signOfLife = (open: Open, { at, leaseSeconds }: SessionFact): Open => ({
    ...openAt(at, { ...open, leaseSeconds: leaseSeconds ?? open.leaseSeconds }),
    since: open.since,
  });

  const letLeaseRunOut = (by: Instant): void => {
    if (state.phase !== 'open' || state.leaseEnd > by) return;
    const { user, pool, since, lastSign, leaseEnd } = state;
    story.stays.push({ user, pool, start: since, end: leaseEnd });
    story.inferredEnds.push({ pool, start: lastSign, end: leaseEnd });
    state = { ...state, phase: 'lease-ran-out' };
  };

  const onStarted = (fact: SessionFact, pool: string): SessionVerdict => {
    const user = fact.userId!;
    if (state.phase !== 'open') {
      state = openAt(fact.at, { user, pool, leaseSeconds: fact.leaseSeconds });
      return 'accepted';
    }
    if (state.user !== user || state.pool !== pool) return 'session-identity-conflict';
    state = signOfLife(state, fact);
    return 'accepted';
  };

  const onRenewed = (fact: SessionFact): SessionVerdict => {
    switch (state.phase) {
      case 'open':
        state = signOfLife(state, fact);
        return 'accepted';
      case 'lease-ran-out':
        state = openAt(fact.at, {
          ...state,
          leaseSeconds: fact.leaseSeconds ?? state.leaseSeconds,
        });
        return 'accepted';
      case 'ended':
        return 'ignored';
      case 'never-seen':
        return 'renewal-without-start';
    }
  };

  const onEnded = ({ at }: SessionFact): SessionVerdict => {
    if (state.phase === 'ended' || state.phase === 'never-seen') return 'end-without-start';
    if (state.phase === 'open')
      story.stays.push({ user: state.user, pool: state.pool, start: state.since, end: at });
    state = { phase: 'ended' };
    return 'accepted';
  };

  const act = ({ fact, pool }: Delivery): SessionVerdict => {
    switch (fact.type) {
      case 'started':
        return onStarted(fact, pool!);
      case 'renewed':
        return onRenewed(fact);
      case 'ended':
        return onEnded(fact);
    }
  };

  const instants = [...new Set(deliveries.map(({ fact }) => fact.at))].sort((a, b) => a - b);
  for (const at of instants) {
    letLeaseRunOut(at);
    // `as`: the compiler does not see that the closures above assign to it
    const sequence = SEQUENCE[(state as State).phase === 'open' ? 'open' : 'notOpen'];
    const together = deliveries.filter(({ fact }) => fact.at === at);
    for (const type of sequence)
      for (const delivery of together
        .filter(({ fact }) => fact.type === type)
        .sort((one, other) => byIdentity(one.fact, other.fact)))
        story.verdicts.set(delivery.fact, act(delivery));
  }
  letLeaseRunOut(asOf);
  const left = state as State;
  if (left.phase === 'open')
    story.stays.push({ user: left.user, pool: left.pool, start: left.since, end: Infinity });
  return story;
};
