import type { StatementJson } from '@seatmeter/contracts';
import type { Point } from '../../libs/engine/src/points';
import { Dice } from './dice';
import { contentOf, STEADY } from './facts';
import { House, type Kill } from './house';
import { replayed } from './reference';
import { cycleKey, readStreams } from './streams';

const KILLS = Number(process.env['FAULT_KILLS'] ?? 200);
const SEED = Number(process.env['FAULT_SEED'] ?? 20_260_302);
const HOUSES = 2;
/** After so many kills everything is looked at. */
const STAGE = 25;

const POINTS: Record<Point, number> = {
  'facts-taken': 8,
  'people-remembered': 8,
  'append-stored': 8,
  'append-told': 8,
  'timer-rang': 2,
  'cycle-closing': 1,
};

/** Every point as often as the other, and as many random instants. */
const kills = (dice: Dice, count: number): Kill[] => {
  const points = Object.keys(POINTS) as Point[];
  const all = Array.from({ length: count }, (_, at): Kill => {
    const point = points[at % (2 * points.length)];
    if (point !== undefined) return { point, times: dice.between(1, POINTS[point]) };
    return at % 3 === 0 ? { early: dice.between(50, 1_500) } : { after: dice.between(0, 500) };
  });
  return all
    .map((kill) => ({ kill, place: dice.roll() }))
    .sort((one, other) => one.place - other.place)
    .map(({ kill }) => kill);
};

const byName = (one: StatementJson): string =>
  cycleKey(one.accountId, Date.parse(one.cycle.start), one.poolId);

const sorted = (statements: readonly StatementJson[]): StatementJson[] =>
  [...statements].sort((one, other) => (byName(one) < byName(other) ? -1 : 1));

/** Everything but what tells a final statement from a provisional one. */
const figures = ({ poolId, cycle, peak, overageSeats, amount, seatMs }: StatementJson) => ({
  poolId,
  cycle,
  peak,
  overageSeats,
  amount,
  seatMs,
});

/** Everything acknowledged is there once, and every figure is what a replay says. */
const lookAtAll = async (house: House): Promise<void> => {
  const { asOf, statements } = await house.calm();
  const { contents, decided, closed } = await readStreams(house.dataDir);
  const facts = house.senders.flatMap(({ acknowledged }) => acknowledged);
  expect(contents.sort()).toEqual(facts.map(contentOf).sort());
  const accounts = [...STEADY, ...house.senders.flatMap(({ accounts }) => accounts)];
  const reference = sorted(await replayed(accounts, facts, asOf));
  const isClosed = ({ accountId, cycle }: StatementJson): boolean =>
    closed.has(cycleKey(accountId, Date.parse(cycle.start)));
  const stated = sorted(statements);
  expect(stated.filter((one) => !isClosed(one))).toEqual(reference.filter((one) => !isClosed(one)));
  expect(stated.filter(isClosed).map(figures)).toEqual(reference.filter(isClosed).map(figures));
  for (const one of stated) {
    const isOver = one.accountId.startsWith('cycle-') && Date.parse(one.cycle.end) <= asOf;
    expect([byName(one), one.status]).toEqual([byName(one), isOver ? 'final' : 'provisional']);
    const figure = isOver ? one.overageSeats : (decided.get(byName(one)) ?? 0);
    expect([byName(one), figure]).toEqual([byName(one), one.overageSeats]);
  }
};

/** Kills the service of one data directory again and again. @returns where. */
const killAgainAndAgain = async (house: House, order: readonly Kill[]): Promise<string[]> => {
  const places: string[] = [];
  for (const kill of order) {
    places.push(await house.round(kill));
    if (places.length % STAGE === 0 || places.length === order.length) await lookAtAll(house);
  }
  house.end();
  return places;
};

const summary = (places: readonly string[]): string => {
  const counts = new Map<string, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  const told = [...counts].map(([place, count]) => `${place} ${count}`).sort();
  return `killed ${places.length} times (seed ${SEED}): ${told.join(', ')}`;
};

it(
  'loses nothing it acknowledged and decides nothing twice, wherever it is killed',
  async () => {
    const dice = Array.from({ length: HOUSES }, (_, number) => new Dice(SEED + number));
    const houses = dice.map((one) => new House(one));
    const count = Math.ceil(KILLS / HOUSES);
    try {
      const loads = Promise.all(houses.map((house) => house.load()));
      const rounds = Promise.all(
        houses.map((house, at) => killAgainAndAgain(house, kills(dice[at]!, count))),
      );
      await Promise.all([loads, rounds]);
      const places = (await rounds).flat();
      process.stderr.write(`${summary(places)}\n`);
      expect(places.length).toBeGreaterThanOrEqual(KILLS);
      for (const point of Object.keys(POINTS)) expect(places).toContain(point);
    } finally {
      await Promise.all(houses.map((house) => house.remove()));
    }
  },
  60_000 + KILLS * 15_000,
);
