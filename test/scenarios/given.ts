import type {
  AccountFigures,
  Agreement,
  Calendar,
  CapacityStep,
  CycleFigures,
  FactType,
  Instant,
  Policy,
  PolicyVersion,
  Pool,
  QuarantineReason,
  SessionFact,
  Tie,
} from '@seatmeter/metering';
import { meters, type Meter } from './meters';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const BEGINNING: Instant = -Infinity;

/** `14:00`, on 10 March 2026 · `04-01 00:20`, in 2026 · `2011-12-30 10:00`; UTC, down to `14:00:00.001`. */
export const at = (text: string): Instant => {
  const [time, date = '03-10'] = text.split(' ').reverse();
  const instant = Date.parse(`${date.length === 5 ? `2026-${date}` : date}T${time!}Z`);
  if (Number.isNaN(instant)) throw new Error(`no instant: ${text}`);
  return instant;
};

/** `elite` and other concurrent pools by the name of their licence; steps as `[from, seats]`, a number for all time. */
export const pool = (
  id: string,
  capacity: number | readonly (readonly [from: string, seats: number])[],
  changes: Partial<Pool> = {},
): Pool => ({
  id,
  model: 'concurrent',
  licence: id,
  capacity:
    typeof capacity === 'number'
      ? [{ from: BEGINNING, seats: capacity }]
      : capacity.map(([from, seats]): CapacityStep => ({ from: at(from), seats })),
  prices: [],
  ...changes,
});

export const policy = (terms: Partial<Policy>, version = 1, from?: string): PolicyVersion => ({
  from: from === undefined ? BEGINNING : at(from),
  version,
  hash: `hash of version ${version}`,
  policy: {
    graceModel: 'level-contiguous',
    graceDuration: 30 * MINUTE,
    graceBoundary: 'exclusive',
    countBy: 'user',
    crossPool: 'each',
    leaseTtl: null,
    ...terms,
  },
});

export const calendar = (timeZone: string, anchorDay = 1, from?: string): Calendar => ({
  from: from === undefined ? BEGINNING : at(from),
  timeZone,
  anchorDay,
});

export const tie = (to: string, from?: string, until?: string): Tie => ({
  pool: to,
  from: from === undefined ? BEGINNING : at(from),
  until: until === undefined ? null : at(until),
});

/** Without changes: the Elite pool, one seat, thirty minutes of grace, calendar months in UTC. */
export const contract = (changes: Partial<Agreement> = {}): Agreement => ({
  accountId: 'acme',
  startsAt: null,
  endsAt: null,
  calendars: [calendar('UTC')],
  policies: [policy({})],
  pools: [pool('elite', 1)],
  users: new Map(),
  licenceOrder: ['elite', 'premium', 'essentials'],
  ...changes,
});

type Details = Partial<Omit<SessionFact, 'type' | 'at' | 'sessionId'>>;

const fact =
  (type: FactType) =>
  (time: string, sessionId: string, details: Details = {}): SessionFact => ({
    source: '/dialer',
    id: `${sessionId} ${type} ${time}`,
    type,
    at: at(time),
    sessionId,
    ...(type === 'started' && { userId: `user of ${sessionId}`, pool: 'elite' }),
    ...details,
  });

/** The session of that name begins: a user of its own, in the Elite pool, unless the details say otherwise. */
export const started = fact('started');
export const renewed = fact('renewed');
export const ended = fact('ended');

export const signIn = (time: string, ...sessions: string[]): SessionFact[] =>
  sessions.map((session) => started(time, session));
export const signOut = (time: string, ...sessions: string[]): SessionFact[] =>
  sessions.map((session) => ended(time, session));
/** Sessions that begin and end at these times. */
export const during = (from: string, to: string, ...sessions: string[]): SessionFact[] => [
  ...signIn(from, ...sessions),
  ...signOut(to, ...sessions),
];

/** What a meter makes of the facts, and short ways to the usual questions. */
export interface Metered extends AccountFigures {
  readonly cyclesOf: (poolId: string) => readonly CycleFigures[];
  /** The only cycle of the Elite pool. */
  readonly figures: CycleFigures;
  /** Overage seats of the Elite pool, cycle by cycle. */
  readonly overage: readonly number[];
  readonly reasons: readonly QuarantineReason[];
}

const metered = (account: AccountFigures): Metered => {
  const cyclesOf = (poolId: string): readonly CycleFigures[] =>
    account.pools.find((found) => found.poolId === poolId)?.cycles ?? [];
  return {
    ...account,
    cyclesOf,
    get figures() {
      const cycles = cyclesOf('elite');
      if (cycles.length !== 1) throw new Error(`not one cycle but ${cycles.length}`);
      return cycles[0]!;
    },
    overage: cyclesOf('elite').map(({ overageSeats }) => overageSeats),
    reasons: account.quarantine.map(({ reason }) => reason),
  };
};

export interface Given {
  readonly asOf: (time: string) => Metered;
}

export type GivenThat = (agreement: Agreement, ...facts: (SessionFact | SessionFact[])[]) => Given;

const givenBy =
  (meter: Meter): GivenThat =>
  (agreement, ...facts) => ({
    asOf: (time) => metered(meter(agreement, facts.flat(), at(time))),
  });

/** Tells the same sentences of the implementation and of its oracle. */
export const toldOfEveryMeter = (sentences: (given: GivenThat, meter: Meter) => void): void => {
  describe.each(Object.entries(meters))('%s', (_, meter) => {
    sentences(givenBy(meter), meter);
  });
};
