import { Dice } from './dice';
import { nameOfAgent, PLACES, type Place } from './places';

/** When the shifts of a pool begin, in minutes after local midnight; each lasts eight hours. */
type Shifts = readonly number[];

/** The people who share a pool's seats. */
export interface Team {
  readonly poolId: string;
  readonly shifts: Shifts;
  /** Open on all days of the week, five of which an agent works; else from Monday to Friday. */
  readonly isOpenDaily: boolean;
  readonly capacity: number;
  /** Of `Centre.agents`: the first, and how many. */
  readonly firstAgent: number;
  readonly agents: number;
}

export interface CentreAccount {
  readonly id: string;
  readonly source: string;
  readonly place: Place;
  /** Seconds between two signs of life; undefined: its software sends none. */
  readonly heartbeat: number | undefined;
  readonly teams: readonly Team[];
}

export interface Agent {
  readonly account: CentreAccount;
  readonly team: Team;
  /** Its number in the account. */
  readonly number: number;
  readonly userId: string;
}

/** Who works where, and what was bought: everything but what happens. */
export interface Centre {
  readonly seed: number;
  readonly accounts: readonly CentreAccount[];
  readonly agents: readonly Agent[];
}

export interface CentreSize {
  readonly seed: number;
  readonly accounts: number;
  /** In all accounts together, at least one in each. */
  readonly agents: number;
}

const TWO_SHIFTS: Shifts = [6 * 60, 14 * 60];
const ROUND_THE_CLOCK: Shifts = [6 * 60, 14 * 60, 22 * 60];
const OFFICE: Shifts = [9 * 60];

/** The pools of an account: the share of its agents, and from how many agents on there is one. */
const POOLS = [
  { poolId: 'voice', share: 1, from: 0, shifts: [TWO_SHIFTS, ROUND_THE_CLOCK] },
  { poolId: 'digital', share: 0.3, from: 20, shifts: [OFFICE, TWO_SHIFTS] },
  { poolId: 'premium', share: 0.15, from: 60, shifts: [OFFICE, OFFICE] },
];

/** The share of those rostered who come: the others are ill or away. */
export const PRESENT = 0.95;
/** One pool in six has fewer seats than a shift needs; the others have a few to spare, but not enough for two shifts. */
const TIGHT = 1 / 6;
const HEARTBEAT_SECONDS = 600;

const capacityFor = (agents: number, shifts: Shifts, isOpenDaily: boolean, dice: Dice): number => {
  const rostered = (agents * (isOpenDaily ? 5 / 7 : 1)) / shifts.length;
  const spread = Math.sqrt(rostered * (1 - PRESENT)) + 0.5;
  const isTight = dice.chance(TIGHT);
  return Math.max(1, Math.ceil(rostered * PRESENT + (isTight ? -1 : 2) * spread));
};

const teamsOf = (index: number, agents: number, firstAgent: number, dice: Dice): Team[] => {
  let next = firstAgent + agents;
  const smaller = POOLS.slice(1).filter(({ from }) => agents >= from);
  return [...smaller, POOLS[0]!].map(({ poolId, share, shifts: choices }): Team => {
    const shifts = choices[index % choices.length]!;
    const own = poolId === 'voice' ? next - firstAgent : Math.floor(agents * share);
    next -= own;
    const isOpenDaily = shifts.length > 1;
    const capacity = capacityFor(own, shifts, isOpenDaily, dice);
    return { poolId, shifts, isOpenDaily, capacity, firstAgent: next, agents: own };
  });
};

/** Numbers of agents that add up to the whole; the largest account has some ten times the smallest. */
const sizesOf = ({ accounts, agents }: CentreSize, dice: Dice): number[] => {
  const weights = Array.from({ length: accounts }, () => 10 ** dice.between(0, 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let weight = 0;
  let done = 0;
  return weights.map((own, index) => {
    weight += own;
    const upTo = Math.round(((agents - accounts) * weight) / total) + index + 1;
    const size = upTo - done;
    done = upTo;
    return size;
  });
};

/** Plans a centre. Equal sizes and seeds give equal ones. */
export const centreOf = (size: CentreSize): Centre => {
  const dice = new Dice(size.seed).about(0, 0, 0);
  const agents: Agent[] = [];
  const accounts = sizesOf(size, dice).map((count, index): CentreAccount => {
    const place = PLACES[index % PLACES.length]!;
    const round = Math.floor(index / PLACES.length);
    const id = round === 0 ? place.id : `${place.id}-${round + 1}`;
    const heartbeat = index % 3 === 2 ? HEARTBEAT_SECONDS : undefined;
    const source = `/${heartbeat === undefined ? 'acd' : 'softphone'}/${id}`;
    const teams = teamsOf(index, count, agents.length, dice);
    const account = { id, source, place, heartbeat, teams };
    const first = agents.length;
    for (const team of [...teams].reverse())
      for (let nth = 0; nth < team.agents; nth += 1) {
        const number = agents.length - first;
        agents.push({ account, team, number, userId: nameOfAgent(number) });
      }
    return account;
  });
  return { seed: size.seed, accounts, agents };
};
