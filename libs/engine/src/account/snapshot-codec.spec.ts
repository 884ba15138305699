import { ContractFile } from '@seatmeter/contracts';
import { NO_CHAIN } from '../stream/append-codec';
import type { RecordedFact } from '../stream/events';
import { Account } from './account';
import { firstAgreed } from './agreed';
import { decodeSnapshot, encodeSnapshot } from './snapshot-codec';

const DAY = 86_400_000;

const take = (account: Account, facts: readonly RecordedFact[]): void => {
  account.begin();
  account.evolve({ type: 'SessionFactsRecorded.v1', facts }, 1000);
  account.end(NO_CHAIN);
};

const fact = (number: number): RecordedFact => ({
  source: '/test',
  id: `id ${String(number)}`,
  type: 'started',
  at: number * DAY,
  sessionId: `${number % 2 === 0 ? 'session' : '零'} ${String(number)}`,
  userId: `user ${String(number % 300)}`,
  pool: `pool ${String(number % 40_000)}`,
  held: 'too-old',
  ...(number % 3 === 0 ? { leaseSeconds: number } : {}),
});

const facts = (from: number, to: number): RecordedFact[] =>
  Array.from({ length: to - from }, (_, number) => fact(from + number));

const bytesOf = (account: Account, between: () => void = () => undefined): Uint8Array => {
  const steps = encodeSnapshot(account);
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) between();
  return step.value;
};

const KEY = new Uint8Array(32);

it('a snapshot tells the account as it was when it was begun, whatever comes while it is written', () => {
  const account = new Account('acme', KEY);
  for (let from = 0; from < 50_000; from += 10_000) take(account, facts(from, from + 10_000));
  const before = bytesOf(account);
  let number = 50_000;
  let steps = 0;
  const during = bytesOf(account, () => {
    steps += 1;
    take(account, facts(number, (number += 7000)));
    const released = {
      type: 'FactsReleased.v1' as const,
      facts: [{ ...fact(steps), fact: steps }],
    };
    account.evolve(released, 1000);
  });
  expect(steps).toBeGreaterThan(5);
  expect(Buffer.compare(during, before)).toBe(0);
});

it.each([0, 1, 63, 64, 65, 200, 1000, 40_000])(
  'what is made of a snapshot of %d facts takes what comes next, and its own snapshot is the same',
  (count) => {
    const account = new Account('acme', KEY);
    take(account, facts(0, count));
    const again = decodeSnapshot('acme', KEY, bytesOf(account))!;
    for (const one of [account, again]) take(one, facts(count, 2 * count + 1));
    expect(Buffer.compare(bytesOf(again), bytesOf(account))).toBe(0);
    const last = fact(2 * count);
    expect(again.history.candidates(last.source, last.id)).toEqual([2 * count]);
    expect(again.history.versionOf(2 * count)).toBe(1);
  },
);

it('a snapshot tells the identities that decide the order of facts of one instant', () => {
  const account = new Account('acme', KEY);
  const seats = { id: 'seats', capacity: [{ seats: 1 }] };
  const [contract] = ContractFile.parse({ accounts: [{ id: 'acme', pools: [seats] }] }).accounts;
  account.begin();
  account.evolve({ type: 'ContractApplied.v1', ...firstAgreed(contract!) }, 1000);
  account.end(NO_CHAIN);
  const one = { ...fact(1), pool: 'seats', held: undefined };
  take(account, [one, { ...one, source: '/other', id: 'other' }]);
  const { history } = decodeSnapshot('acme', KEY, bytesOf(account))!;
  expect(history.withoutIdentity).toEqual([]);
  expect([0, 1].map((number) => [history.source(number), history.id(number)])).toEqual([
    ['/test', 'id 1'],
    ['/other', 'other'],
  ]);
});
