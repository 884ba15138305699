import type { SessionFact } from '@seatmeter/contracts';
import { ManualClock } from '../../libs/engine/src/testing/manual-clock';
import { contract, Engine } from './engine';

const NINE = Date.UTC(2026, 2, 2, 9);
const MINUTE = 60_000;

const acme = contract({
  id: 'acme',
  policy: { graceDuration: 'PT1M' },
  pools: [{ id: 'elite', capacity: [{ seats: 1 }] }],
});

let nextId = 0;
const fact = (type: SessionFact['type'], session: string, at: number): SessionFact => ({
  accountId: 'acme',
  source: '/dialer',
  id: `f${String(nextId++)}`,
  type,
  at,
  sessionId: session,
  ...(type === 'started' ? { userId: session, pool: 'elite' } : {}),
});
const signIn = (session: string, at: number): SessionFact => fact('started', session, at);
const signOut = (session: string, at: number): SessionFact => fact('ended', session, at);

let engine: Engine;
beforeEach(async () => {
  engine = await Engine.start(new ManualClock(NINE));
  await engine.agree(acme);
});
afterEach(() => engine.stop());

const qualified = { type: 'OverageQualified.v1', poolId: 'elite', seats: 1, previousSeats: 0 };

describe('a level that outlasts its grace while nothing else happens', () => {
  it('qualifies within a second, at the event time at which the grace was over', async () => {
    await engine.record(signIn('ann', NINE), signIn('ben', NINE));
    await engine.pass(MINUTE + 400);
    expect(await engine.decisions('acme')).toEqual([]);
    await engine.pass(600);
    expect(await engine.decisions('acme')).toMatchObject([
      { ...qualified, since: NINE, qualifiedAt: NINE + MINUTE },
    ]);
  });

  it('is not decided while somebody has facts that are still to be read, and billed for nothing then', async () => {
    const allRead = engine.expectFacts();
    await engine.record(signIn('ann', NINE - 9 * MINUTE), signIn('ben', NINE - 9 * MINUTE));
    await engine.pass(5000);
    expect(await engine.decisions('acme')).toEqual([]);
    await engine.record(signOut('ben', NINE - 9 * MINUTE + 1000));
    allRead();
    allRead();
    await engine.pass(5000);
    expect(await engine.decisions('acme')).toEqual([]);
    await engine.record(signIn('cyd', NINE - 2 * MINUTE));
    await engine.pass(1000);
    expect(await engine.decisions('acme')).toMatchObject([qualified]);
  });

  it('is withdrawn by a sign-out that comes late, in the append that holds it', async () => {
    await engine.record(signIn('ann', NINE), signIn('ben', NINE));
    await engine.pass(MINUTE + 1000);
    await engine.record(signOut('ben', NINE + MINUTE));
    expect(await engine.decisions('acme')).toMatchObject([
      qualified,
      { type: 'OverageWithdrawn.v1', seats: 0, previousSeats: 1, causes: [{ source: '/dialer' }] },
    ]);
    await engine.pass(2 * MINUTE, 1000);
    expect(await engine.decisions('acme')).toHaveLength(2);
  });

  it('qualifies once more seats are over for as long, and names the level before', async () => {
    await engine.record(signIn('ann', NINE), signIn('ben', NINE));
    await engine.pass(30_000, 1000);
    await engine.record(signIn('cyd', engine.clock.now()));
    await engine.pass(2 * MINUTE, 1000);
    expect(await engine.decisions('acme')).toMatchObject([
      qualified,
      { seats: 2, previousSeats: 1, since: NINE + 30_000, qualifiedAt: NINE + 30_000 + MINUTE },
    ]);
  });

  it('qualifies after a restart too, when the grace ran out meanwhile', async () => {
    await engine.record(signIn('ann', NINE), signIn('ben', NINE));
    await engine.stop();
    engine = await Engine.start(new ManualClock(NINE + 10 * MINUTE), engine.kept);
    await engine.pass(2000);
    expect(await engine.decisions('acme')).toMatchObject([
      { ...qualified, qualifiedAt: NINE + MINUTE },
    ]);
  });
});

it('shows no countdown below what the cycle was billed already', async () => {
  await engine.record(...['ann', 'ben', 'cyd'].map((user) => signIn(user, NINE)));
  await engine.pass(2 * MINUTE, 1000);
  await engine.record(signOut('ben', engine.clock.now()), signOut('cyd', engine.clock.now()));
  await engine.pass(MINUTE, 1000);
  await engine.record(signIn('dan', engine.clock.now()), signIn('eve', engine.clock.now()));
  const { standing } = await engine.pool('acme', 'elite');
  expect(standing).toEqual({
    phase: 'grace',
    seatsOver: 2,
    seatsBilledSoFar: 2,
    newSeatsAtRisk: 0,
  });
});

it('bills nobody early for a backlog, in whatever order it is delivered', async () => {
  await engine.pass(30 * MINUTE, 10_000);
  const backlog = [
    ...['ann', 'ben', 'cyd'].map((user) => signIn(user, NINE)),
    ...['ben', 'cyd'].map((user) => signOut(user, NINE + MINUTE)),
  ];
  for (const late of backlog) {
    await engine.record(late);
    await engine.pass(400);
  }
  await engine.pass(5000);
  expect(await engine.decisions('acme')).toEqual([]);
});

it('bills nothing when the clock jumps ahead, until facts of that time arrive', async () => {
  await engine.record(signIn('ann', NINE), signIn('ben', NINE));
  await engine.pass(1000);
  await engine.clock.set(NINE + 60 * MINUTE);
  await engine.record(signIn('old', NINE - 60 * 24 * 60 * MINUTE));
  await engine.pass(10_000);
  expect(await engine.decisions('acme')).toEqual([]);
  await engine.record(fact('renewed', 'ann', engine.clock.now()));
  await engine.pass(3000);
  expect(await engine.decisions('acme')).toMatchObject([qualified]);
});

it('lets a fact five minutes ahead move the standing when its time comes', async () => {
  await engine.record(signIn('ann', NINE), signIn('ben', NINE + 5 * MINUTE));
  expect((await engine.pool('acme', 'elite')).seatsUsed).toBe(1);
  await engine.pass(5 * MINUTE - 1, 10_000);
  expect((await engine.pool('acme', 'elite')).seatsUsed).toBe(1);
  await engine.pass(1);
  expect((await engine.pool('acme', 'elite')).seatsUsed).toBe(2);
});

it('closes a cycle once its finalization delay is over, at what is known then', async () => {
  await engine.record(signIn('ann', NINE), signIn('ben', NINE), signOut('ben', NINE + 2 * MINUTE));
  const end = Date.UTC(2026, 3, 1);
  await engine.pass(end + 72 * 60 * MINUTE - engine.clock.now(), 60 * MINUTE);
  expect((await engine.statements('acme'))[0]).toMatchObject({ status: 'provisional' });
  await engine.pass(2000);
  expect((await engine.statements('acme'))[0]).toMatchObject({ status: 'final', overageSeats: 1 });
  const [first] = await engine.statements('acme');
  engine = await engine.restart();
  expect((await engine.statements('acme'))[0]).toEqual(first);
});
