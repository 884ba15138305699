import fc from 'fast-check';
import { ManualClock } from '../../libs/engine/src/testing/manual-clock';
import { contractCases } from './contract-cases';
import { contract, Engine } from './engine';
import { replayed } from './replayed';

const RUNS = Math.ceil(Number(process.env.PROPERTY_RUNS ?? 10_000) / 100);
/** Later than everything in the cases. */
const NOW = Date.UTC(2027, 5, 1);

let engine: Engine;
beforeEach(async () => {
  engine = await Engine.start(new ManualClock(NOW));
});
afterEach(() => engine.stop());

const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });

it('what the living meter states is what a replay of the same facts prints, before and after a restart', async () => {
  const stated: { id: string; asOf: number; statements: unknown }[] = [];
  let number = 0;
  await fc.assert(
    fc.asyncProperty(contractCases, sizes, fc.boolean(), async (given, groups, contractFirst) => {
      const id = `acme-${String(number++)}`;
      const account = contract({ id, ...given.terms });
      const facts = given.facts.map((fact) => ({ ...fact, accountId: id }));
      if (contractFirst) await engine.agree(account);
      for (let at = 0, turn = 0; at < facts.length; turn += 1) {
        const size = groups[turn % groups.length]!;
        await engine.record(...facts.slice(at, at + size));
        at += size;
      }
      await engine.record(...facts.slice(0, 3));
      if (!contractFirst) await engine.agree(account);
      const statements = replayed(account, facts, given.asOf);
      expect(await engine.statements(id, given.asOf)).toEqual(statements);
      stated.push({ id, asOf: given.asOf, statements });
    }),
    { numRuns: RUNS },
  );
  engine = await engine.restart();
  for (const { id, asOf, statements } of stated) {
    expect(await engine.statements(id, asOf)).toEqual(statements);
  }
}, 120_000);
