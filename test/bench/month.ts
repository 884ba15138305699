import { Dice } from './random';

/** Everything a generated month depends on. Equal parameters give equal bytes. */
export interface MonthParameters {
  facts: number;
  accounts: number;
  seed: number;
}

/** One account: how its contact centre works, and what it bought. */
export interface Account {
  id: string;
  source: string;
  /** The clock of its source ticks this often: sign-ins coincide the more the coarser it is. */
  tickMs: number;
  firstShiftMs: number;
  shifts: number;
  capacity: number;
  sessions: number;
}

/**
 * A month of sessions. Event `2s` is the start of session `s` and `2s + 1` its end;
 * `order` lists the first `facts` events by time, so that sessions open at the cut have no end.
 */
export interface Month {
  accounts: readonly Account[];
  accountOf: Uint16Array;
  agentOf: Uint32Array;
  /** Milliseconds after `MONTH_START` of each event. */
  times: Uint32Array;
  order: Uint32Array;
}

export const POOL = 'elite';
export const MONTH_START = Date.UTC(2026, 2, 1);
const DAYS = 31;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SHIFT = 8 * HOUR;
/** Work of an agent and day: a session before the break and one after it. */
const SESSIONS_A_DAY = 2;
/** So many more sessions than needed that the month's last day can be cut off. */
const SURPLUS = 1.025;

const SOURCES = [
  { source: '/dialer/eu-1', tickMs: 1 },
  { source: '/dialer/us-2', tickMs: 1000 },
  { source: '/pbx/eu-1', tickMs: 1000 },
  { source: '/workforce/ap-1', tickMs: MINUTE },
];

const isWeekend = (day: number): boolean =>
  [0, 6].includes(new Date(MONTH_START + day * DAY).getUTCDay());

const DAY_WEIGHTS = Array.from({ length: DAYS }, (_, day) => (isWeekend(day) ? 0.3 : 1));
const MONTH_WEIGHT = DAY_WEIGHTS.reduce((sum, weight) => sum + weight, 0);

/**
 * A quarter of the accounts outgrew their seats and stay over for hours, just under a half is over only while
 * shifts overlap, the others bought enough.
 */
const capacityFor = (agentsAShift: number, dice: Dice): number => {
  const kind = dice.between(0, 1);
  if (kind < 0.25) return Math.max(1, Math.floor(agentsAShift * dice.between(0.7, 0.95)));
  if (kind < 0.7) return Math.ceil(agentsAShift * dice.between(1.02, 1.4));
  return Math.ceil(agentsAShift * dice.between(2.3, 3)) + 2;
};

const planAccounts = ({ accounts, facts }: MonthParameters, dice: Dice): Account[] => {
  const sizes = Array.from({ length: accounts }, () => Math.exp(1.2 * dice.normal()));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size, index) => {
    const sessions = Math.ceil(((facts / 2) * SURPLUS * size) / total);
    const shifts = dice.between(0, 1) < 0.2 ? 3 : 2;
    const agents = sessions / (MONTH_WEIGHT * SESSIONS_A_DAY);
    return {
      ...SOURCES[dice.bits() % SOURCES.length]!,
      id: `acct-${String(index).padStart(4, '0')}`,
      firstShiftMs: [5, 6, 7, 8, 13, 14, 15][dice.bits() % 7]! * HOUR,
      shifts,
      capacity: capacityFor(agents / shifts, dice),
      sessions,
    };
  });
};

const ticked = (at: number, tickMs: number): number => Math.round(at / tickMs) * tickMs;

/** Start and end of one half of an agent's shift. Agents come early, take turns at the break, and linger. */
const session = (shiftStart: number, half: number, dice: Dice): [start: number, end: number] => {
  if (half === 0) {
    const start = shiftStart - dice.between(0, 12 * MINUTE);
    return [start, shiftStart + dice.between(3 * HOUR, 4.5 * HOUR)];
  }
  const linger = dice.between(0, 1) < 0.04 ? dice.between(15, 70) : dice.between(0, 18);
  const start = shiftStart + dice.between(4.7 * HOUR, 5.2 * HOUR);
  return [start, shiftStart + SHIFT + linger * MINUTE];
};

/**
 * The stable order of `times` in two passes of a radix sort (16 bits each).
 * A comparison sort of ten million events takes several times as long.
 */
const orderByTime = (times: Uint32Array): Uint32Array => {
  let from = Uint32Array.from(times.keys());
  let to = new Uint32Array(times.length);
  for (const shift of [0, 16]) {
    const next = new Uint32Array(65_537);
    for (const time of times) next[((time >>> shift) & 0xffff) + 1]!++;
    for (let digit = 0; digit < 65_536; digit++) next[digit + 1]! += next[digit]!;
    for (const event of from) to[next[(times[event]! >>> shift) & 0xffff]!++] = event;
    [from, to] = [to, from];
  }
  return from;
};

/** Plans a month. Every agent of an account has one session at a time: seats in use are sessions open. */
export const planMonth = (parameters: MonthParameters): Month => {
  const dice = new Dice(parameters.seed);
  const accounts = planAccounts(parameters, dice);
  const sessions = accounts.reduce((sum, account) => sum + account.sessions, 0);
  const accountOf = new Uint16Array(sessions);
  const agentOf = new Uint32Array(sessions);
  const times = new Uint32Array(2 * sessions);
  let next = 0;
  accounts.forEach((account, index) => {
    let weight = 0;
    let done = 0;
    DAY_WEIGHTS.forEach((dayWeight, day) => {
      weight += dayWeight;
      const upTo = Math.round((account.sessions * weight) / MONTH_WEIGHT);
      for (let nth = 0; done < upTo; nth++, done++, next++) {
        const agent = Math.floor(nth / SESSIONS_A_DAY);
        const shiftStart = day * DAY + account.firstShiftMs + (agent % account.shifts) * SHIFT;
        const [start, end] = session(shiftStart, nth % SESSIONS_A_DAY, dice);
        accountOf[next] = index;
        agentOf[next] = agent;
        times[2 * next] = ticked(start, account.tickMs);
        times[2 * next + 1] = ticked(end, account.tickMs);
      }
    });
  });
  const order = orderByTime(times).subarray(0, parameters.facts);
  if (times[order.at(-1)!]! >= DAYS * DAY) throw new Error('the facts do not fit into one month');
  return { accounts, accountOf, agentOf, times, order };
};

/** The contract of the month: UTC, the default policy, one pool an account. */
export const contractOf = (month: Month): unknown => ({
  accounts: month.accounts.map(({ id, capacity }) => ({
    id,
    startsAt: new Date(MONTH_START).toISOString(),
    pools: [
      {
        id: POOL,
        licence: POOL,
        capacity: [{ seats: capacity, from: new Date(MONTH_START).toISOString() }],
      },
    ],
  })),
});
