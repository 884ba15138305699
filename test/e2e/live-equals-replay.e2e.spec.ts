import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StatementJson } from '@seatmeter/contracts';
import fc from 'fast-check';
import { contractCases } from '../living/contract-cases';
import { contract } from '../living/engine';
import { eventOf, replayed } from '../living/replayed';
import { Served } from './served';

jest.setTimeout(180_000);

const RUNS = 60;
const MINUTE = 60_000;
const BATCH = { 'content-type': 'application/cloudevents-batch+json' };

/** What the service was told of one account, and what a replay of that prints. */
interface Told {
  readonly id: string;
  readonly asOf: string;
  readonly statements: readonly StatementJson[];
}

const past = Date.now() - MINUTE;
const cases = contractCases.filter(
  ({ asOf, facts }) => asOf < past && facts.every(({ at }) => at < past),
);
const dice = fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 20 });

/** The facts in an order that the dice choose, the first ones once more. */
const delivered = <T>(facts: readonly T[], roll: readonly number[]): T[] =>
  [...facts, ...facts.slice(0, roll[0]! % 4)]
    .map((fact, index) => ({ fact, place: (roll[index % roll.length]! * (index + 7)) % 101 }))
    .sort((one, other) => one.place - other.place)
    .map(({ fact }) => fact);

let accounts = 0;

const tell = async (served: Served): Promise<Told[]> => {
  const told: Told[] = [];
  await fc.assert(
    fc.asyncProperty(cases, dice, async (given, roll) => {
      const id = `acme-${String((accounts += 1))}`;
      const terms = { id, ...given.terms };
      const facts = delivered(given.facts, roll).map((fact) => ({ ...fact, accountId: id }));
      const put = () => served.send('PUT', `/v1/accounts/${id}`, terms);
      if (roll[0]! % 2 === 0) expect((await put())[0]).toBe(201);
      for (let at = 0; at < facts.length; at += 5) {
        const events = facts.slice(at, at + 5).map(eventOf);
        expect((await served.send('POST', '/v1/session-events', events, BATCH))[0]).toBe(202);
      }
      expect([200, 201]).toContain((await put())[0]);
      const asOf = new Date(given.asOf).toISOString();
      told.push({ id, asOf, statements: replayed(contract(terms), facts, given.asOf) });
      await expectTold(served, told.at(-1)!);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  return told;
};

const expectTold = async (served: Served, { id, asOf, statements }: Told): Promise<void> => {
  const answer = await served.get(`/v1/accounts/${id}/statements?asOf=${asOf}`);
  expect(answer).toEqual({ statements });
};

it('over HTTP, in any order and with repeats, GET …/statements is what a replay prints, in memory', async () => {
  const served = await Served.start({ SEATMETER_STORE: 'memory' });
  try {
    expect(await tell(served)).not.toHaveLength(0);
  } finally {
    await served.stop();
  }
});

it('and on SQLite, also after restarts, of which one was not asked for', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seatmeter-live-'));
  const environment = { SEATMETER_DATA_DIR: folder };
  let served = await Served.start(environment);
  try {
    const told = await tell(served);
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      served.signal(signal);
      await served.end();
      served = await Served.start(environment);
      for (const one of told) await expectTold(served, one);
    }
  } finally {
    await served.stop();
    rmSync(folder, { recursive: true });
  }
});
