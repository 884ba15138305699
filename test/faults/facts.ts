import type { AccountContract } from '@seatmeter/contracts';

/** A session fact as the tests send it and find it again. */
export interface Fact {
  readonly accountId: string;
  readonly source: string;
  readonly id: string;
  readonly type: 'started' | 'renewed' | 'ended';
  readonly at: number;
  readonly sessionId: string;
  readonly userId?: string;
  readonly pool?: string;
  readonly leaseSeconds?: number;
  readonly activity?: string;
  readonly reason?: string;
}

/** An account as a contract file states it. */
export type Terms = Pick<AccountContract, 'id'> & Readonly<Record<string, unknown>>;

/** What is sent with one request, behind the contract it needs. */
export interface Parcel {
  readonly account?: Terms;
  readonly facts: readonly Fact[];
}

/** The CloudEvent of a fact. */
export const eventOf = ({ source, id, type, at, ...data }: Fact): object => ({
  specversion: '1.0',
  id,
  source,
  type: `seatmeter.session.${type}.v1`,
  time: new Date(at).toISOString(),
  data,
});

/** Everything that a fact says: two facts are the same when these are. */
export const contentOf = (fact: Fact): string =>
  JSON.stringify([
    fact.accountId,
    fact.source,
    fact.id,
    fact.type,
    fact.at,
    fact.sessionId,
    fact.userId,
    fact.pool,
    fact.leaseSeconds,
    fact.activity,
    fact.reason,
  ]);

export const identityOf = ({ accountId, source, id }: Fact): string =>
  JSON.stringify([accountId, source, id]);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Cycles stay open, and nothing is held for its age. */
const OPEN = { maxAge: null, maxFuture: null, finalizationDelay: 'P36500D' };
const price = [{ currency: 'USD', overageSeat: '45.00' }];

/** The accounts of the steady load; `stranger` has no contract. */
export const STEADY: readonly Terms[] = [
  {
    id: 'north',
    timeZone: 'America/New_York',
    billing: { anchorDay: 15 },
    intake: OPEN,
    pools: [
      { id: 'elite', capacity: [{ seats: 3 }], price },
      { id: 'basic', capacity: [{ seats: 2 }], price },
    ],
  },
  {
    id: 'south',
    timeZone: 'Europe/Berlin',
    policy: { graceModel: 'level-cumulative', graceDuration: 'PT20M', leaseTtl: 'PT4H' },
    intake: OPEN,
    pools: [{ id: 'elite', capacity: [{ seats: 4 }], price }],
  },
  {
    id: 'west',
    policy: { graceModel: 'none', countBy: 'session' },
    intake: OPEN,
    pools: [{ id: 'elite', capacity: [{ seats: 5 }], price }],
  },
];

/** An account with a grace of two seconds, and sign-ins `ago` milliseconds before now. */
export const graceParcel = (id: string, users: number, at: number): Parcel => ({
  account: {
    id,
    policy: { graceDuration: 'PT2S' },
    intake: OPEN,
    pools: [{ id: 'live', capacity: [{ seats: 1 }] }],
  },
  facts: Array.from({ length: users }, (_, user) => ({
    accountId: id,
    source: '/live',
    id: `in-${user}`,
    type: 'started',
    at,
    sessionId: `s-${user}`,
    userId: `user-${user}`,
    pool: 'live',
  })),
});

/** The sign-out of the first user of a {@link graceParcel}. */
export const signOut = (accountId: string, at: number): Parcel => ({
  facts: [{ accountId, source: '/live', id: 'out-0', type: 'ended', at, sessionId: 's-0' }],
});

/** An account whose cycles close as soon as they can, with facts of the cycle before last. */
export const closingParcel = (id: string, users: number, now: number): Parcel => ({
  account: {
    id,
    intake: { ...OPEN, finalizationDelay: 'PT0S' },
    pools: [{ id: 'past', capacity: [{ seats: 1 }], price }],
  },
  facts: Array.from({ length: users }, (_, user) => user).flatMap((user): Fact[] => {
    const session = { accountId: id, source: '/past', sessionId: `s-${user}` };
    const at = now - 62 * DAY + user * MINUTE;
    return [
      { ...session, id: `in-${user}`, type: 'started', at, userId: `user-${user}`, pool: 'past' },
      { ...session, id: `out-${user}`, type: 'ended', at: at + HOUR },
    ];
  }),
});
