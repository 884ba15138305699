import type { SessionFact } from '@seatmeter/contracts';
import { ApplyContract, ChangeCapacity, ReleaseFromQuarantine } from '@seatmeter/engine/service';
import { contract, type Engine } from './engine';

/** When every story begins. */
export const BEGIN = Date.UTC(2026, 2, 2, 9);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const BY = { actor: 'ann@example.org', reason: 'as ordered', requestId: 'r-1' };

const at =
  (accountId: string) =>
  (type: SessionFact['type'], session: string, time: number, more: object = {}): SessionFact => ({
    accountId,
    source: '/dialer/eu-1',
    id: `${session} ${type} ${String(time)}`,
    type,
    at: time,
    sessionId: session,
    ...(type === 'started' ? { userId: `user of ${session}`, pool: 'elite' } : {}),
    ...more,
  });

/** Overage that qualifies, is withdrawn by a late sign-out, and qualifies again before the cycle closes. */
const overage = async (engine: Engine): Promise<void> => {
  const fact = at('overage');
  const pools = [
    { id: 'elite', capacity: [{ seats: 2 }], price: [{ currency: 'USD', overageSeat: '45.00' }] },
  ];
  await engine.agree(contract({ id: 'overage', timeZone: 'America/New_York', pools }));
  const sessions = ['s1', 's2', 's3', 's4'];
  await engine.record(...sessions.map((session) => fact('started', session, BEGIN)));
  await engine.pass(31 * MINUTE, MINUTE);
  await engine.record(fact('ended', 's4', BEGIN + 29 * MINUTE));
  await engine.record(fact('ended', 's3', BEGIN + 29 * MINUTE));
  await engine.pass(MINUTE, MINUTE);
  await engine.record(fact('started', 's5', engine.clock.now(), { activity: 'work-session' }));
  await engine.pass(2 * 60 * MINUTE, 10 * MINUTE);
  await engine.record(fact('ended', 's5', engine.clock.now(), { reason: 'shift-end' }));
  await engine.pass(40 * DAY, 60 * MINUTE);
};

/** Leases, conflicts, repeats, wide ids, and facts that are too old or too far ahead, one of them released. */
const arrivals = async (engine: Engine): Promise<void> => {
  const fact = at('arrivals');
  const policy = { preset: 'cisco-cce', leaseTtl: 'PT20M' };
  const pools = [{ id: 'elite', capacity: [{ seats: 1 }] }];
  await engine.record(fact('started', 'früh 😀', BEGIN - MINUTE));
  await engine.agree(contract({ id: 'arrivals', policy, pools, intake: { maxAge: 'P7D' } }));
  await engine.record(
    fact('started', '__proto__', BEGIN, { leaseSeconds: 900 }),
    fact('started', '__proto__', BEGIN, { leaseSeconds: 901 }),
    fact('started', '__proto__', BEGIN, { leaseSeconds: 900 }),
    fact('started', 'old', BEGIN - 8 * DAY),
    fact('started', 'future', BEGIN + 60 * MINUTE),
    fact('ended', 'nobody', BEGIN),
    fact('started', 'elsewhere', BEGIN, { pool: 'premium' }),
  );
  await engine.pass(10 * MINUTE, MINUTE);
  await engine.record(fact('renewed', '__proto__', BEGIN + 5 * MINUTE));
  await engine.execute(
    new ReleaseFromQuarantine(
      'arrivals',
      { reason: 'too-old', from: undefined, to: undefined },
      BY,
    ),
  );
  await engine.pass(2 * 60 * MINUTE, 10 * MINUTE);
};

/** A contract that changes: policy, zone and anchor with the next cycle, capacity now and later, a user's pool. */
const changes = async (engine: Engine): Promise<void> => {
  const fact = at('changes');
  const pools = (seats: number) => [
    { id: 'elite', licence: 'elite', capacity: [{ seats }] },
    { id: 'premium', licence: 'premium', capacity: [{ seats: 1 }] },
  ];
  const intake = { finalizationDelay: 'P30D' };
  const users = [{ id: 'user of s1', pool: 'premium' }];
  await engine.agree(contract({ id: 'changes', pools: pools(1), intake, users }));
  await engine.record(
    fact('started', 's1', BEGIN, { pool: undefined }),
    ...['s2', 's3', 's4'].map((session) => fact('started', session, BEGIN)),
  );
  await engine.pass(45 * MINUTE, 5 * MINUTE);
  await engine.execute(new ChangeCapacity('changes', 'elite', 2, undefined, BY));
  await engine.execute(new ChangeCapacity('changes', 'elite', 1, undefined, BY));
  const next = {
    id: 'changes',
    pools: pools(2),
    intake,
    users,
    timeZone: 'Asia/Tokyo',
    billing: { anchorDay: 15 },
    policy: { preset: 'genesys-cloud' },
  };
  await engine.execute(new ApplyContract(contract(next), BY));
  await engine.pass(35 * DAY, 60 * MINUTE);
};

/** What happened in each golden stream, by the name of its account. */
export const STORIES: Readonly<Record<string, (engine: Engine) => Promise<void>>> = {
  overage,
  arrivals,
  changes,
};
