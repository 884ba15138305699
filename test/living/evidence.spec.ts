import fc from 'fast-check';
import { GetEvidence, GetTimeline } from '@seatmeter/engine/service';
import type { SessionFact } from '@seatmeter/contracts';
import { DateTime } from 'luxon';
import { ManualClock } from '../../libs/engine/src/testing/manual-clock';
import { contractCases } from './contract-cases';
import { contract, Engine } from './engine';

const RUNS = Math.ceil(Number(process.env.PROPERTY_RUNS ?? 10_000) / 200);
const NOW = Date.UTC(2027, 0, 1);
const RECENT = Date.UTC(2025, 10, 1);
/** Statements looked at of one case. */
const MOST = 5;
const BIG = 100_000;

const recent = contractCases.filter(({ facts }) =>
  facts.every(({ at }) => at >= RECENT && at < NOW),
);

let engine: Engine;
beforeEach(async () => {
  engine = await Engine.start(new ManualClock(NOW));
});
afterEach(() => engine.stop());

it('evidence and timeline are enough to compute a statement by hand', async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(recent, async (given) => {
      const id = `acme-${String(number++)}`;
      const account = contract({ id, ...given.terms });
      await engine.agree(account);
      await engine.record(...given.facts.map((fact) => ({ ...fact, accountId: id })));
      const statements = (await engine.statements(id)).filter(({ seatMs }) => seatMs.used > 0);
      for (const { poolId, cycle, asOf, readings, seatMs } of statements.slice(0, MOST)) {
        const name = DateTime.fromISO(cycle.start, { zone: account.timeZone }).toISODate()!;
        const evidence = await engine.ask(new GetEvidence(id, poolId, name, undefined, BIG));
        const billed = evidence.intervals.filter((interval) => interval.billed);
        const highest = Math.max(0, ...billed.map(({ seats }) => seats));
        expect([cycle, highest]).toEqual([cycle, readings['level-contiguous']]);
        const [start, end] = [Date.parse(cycle.start), Date.parse(cycle.end)];
        const until = Math.min(end, Date.parse(asOf));
        const points = await engine.ask(new GetTimeline(id, poolId, start, until, BIG));
        const used = points.reduce(
          (sum, { at, used: seats }, index) =>
            sum + seats * ((points[index + 1]?.at ?? until) - at),
          0,
        );
        expect([cycle, used]).toEqual([cycle, seatMs.used]);
      }
    }),
    { numRuns: RUNS },
  );
}, 120_000);

it('shows a level as one where a lease runs out and a session begins as the cycle starts', async () => {
  const MINUTE = 60_000;
  const april = Date.UTC(2026, 3, 1);
  const happened = (type: SessionFact['type'], sessionId: string, at: number): SessionFact => ({
    accountId: 'acme',
    source: '/x',
    id: `${sessionId} ${type}`,
    type,
    at,
    sessionId,
    ...(type === 'started' ? { userId: sessionId, pool: 'a', leaseSeconds: 900 } : {}),
  });
  const intake = { maxAge: null, finalizationDelay: 'P36500D' };
  const policy = { graceDuration: 'PT16M' };
  await engine.agree(contract({ id: 'acme', policy, intake, pools: [{ id: 'a', capacity: [] }] }));
  await engine.record(
    happened('started', 'one', april - 15 * MINUTE),
    happened('started', 'two', april),
    happened('ended', 'two', april + 2 * MINUTE),
  );
  const evidence = await engine.ask(new GetEvidence('acme', 'a', '2026-04-01', undefined, BIG));
  expect(evidence.statement.overageSeats).toBe(1);
  expect(evidence.intervals).toEqual([
    { seats: 1, start: april - 15 * MINUTE, end: april + 2 * MINUTE, billed: true },
  ]);
});
