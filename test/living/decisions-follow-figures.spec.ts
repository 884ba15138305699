import fc from 'fast-check';
import { ManualClock } from '../../libs/engine/src/testing/manual-clock';
import { contractCases, type ContractCase } from './contract-cases';
import { contract, Engine } from './engine';

const RUNS = Math.ceil(Number(process.env.PROPERTY_RUNS ?? 10_000) / 100);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Minutes that each fact comes late. */
const delays = fc.array(fc.constantFrom(0, 0, 0, 1, 5, 30, 90), { minLength: 1, maxLength: 12 });

const deliveries = ({ facts }: ContractCase, late: readonly number[]) =>
  facts
    .map((fact, index) => ({ fact, at: fact.at + late[index % late.length]! * MINUTE }))
    .sort((one, other) => one.at - other.at);

/** What the decisions of a stream add up to, by pool and cycle. */
const decided = async (engine: Engine, account: string): Promise<Map<string, number>> => {
  const figures = new Map<string, number>();
  for (const event of await engine.decisions(account)) {
    if (event.type !== 'OverageQualified.v1' && event.type !== 'OverageWithdrawn.v1') continue;
    const key = `${event.poolId} ${new Date(event.cycle.start).toISOString()}`;
    expect(event.previousSeats).toBe(figures.get(key) ?? 0);
    expect(event.seats > event.previousSeats).toBe(event.type === 'OverageQualified.v1');
    if (event.type === 'OverageQualified.v1') {
      expect(event.since).toBeLessThanOrEqual(event.qualifiedAt);
      expect(event.qualifiedAt).toBeGreaterThanOrEqual(event.cycle.start);
      expect(event.qualifiedAt).toBeLessThanOrEqual(event.cycle.end);
    }
    figures.set(key, event.seats);
  }
  return figures;
};

it('the decisions of a stream add up to its figures, however late the facts come', async () => {
  await fc.assert(
    fc.asyncProperty(contractCases, delays, async (given, late) => {
      const account = contract({ id: 'acme', ...given.terms });
      const arriving = deliveries(given, late);
      const engine = await Engine.start(new ManualClock(arriving[0]!.at - DAY));
      await engine.agree(account);
      for (const { fact, at } of arriving) {
        const wait = at - engine.clock.now();
        if (wait > 0) await engine.pass(wait, Math.max(20 * MINUTE, wait / 50));
        await engine.record({ ...fact, accountId: 'acme' });
      }
      await engine.pass(2 * 60 * MINUTE + 123, 20 * MINUTE);
      await engine.pass(3000, 500);
      const figures = await decided(engine, 'acme');
      for (const { poolId, cycle, overageSeats } of await engine.statements('acme')) {
        const key = `${poolId} ${cycle.start}`;
        expect([key, figures.get(key) ?? 0]).toEqual([key, overageSeats]);
      }
      await engine.stop();
    }),
    { numRuns: RUNS },
  );
}, 120_000);
