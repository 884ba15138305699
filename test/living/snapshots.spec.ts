import { SnapshotStore } from '@seatmeter/engine';
import { GetOccupancy } from '@seatmeter/engine/service';
import fc from 'fast-check';
import { MemoryEventStore } from '../../libs/adapters/src/memory/memory-event-store';
import { MemoryPeople } from '../../libs/adapters/src/memory/memory-people';
import { MemorySnapshotStore } from '../../libs/adapters/src/memory/memory-snapshot-store';
import { ManualClock } from '../../libs/engine/src/testing/manual-clock';
import { contractCases, type ContractCase } from './contract-cases';
import { contract, Engine, Kept } from './engine';

const RUNS = Math.ceil(Number(process.env.PROPERTY_RUNS ?? 10_000) / 300);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Gives any of the snapshots that were ever saved of an account, or none, as the dice fall. */
class FickleSnapshots extends SnapshotStore {
  private readonly saved = new Map<string, Uint8Array[]>();
  private reads = 0;

  constructor(private readonly dice: readonly number[]) {
    super();
  }

  override save(account: string, bytes: Uint8Array): Promise<void> {
    this.saved.set(account, [...(this.saved.get(account) ?? []), bytes]);
    return Promise.resolve();
  }

  override read(account: string): Promise<Uint8Array | undefined> {
    const all = this.saved.get(account) ?? [];
    const roll = this.dice[this.reads % this.dice.length]!;
    this.reads += 1;
    return Promise.resolve(all[all.length - 1 - roll]);
  }

  override close = (): Promise<void> => Promise.resolve();
}

class NoSnapshots extends MemorySnapshotStore {
  override save = (): Promise<void> => Promise.resolve();
}

interface Course {
  readonly given: ContractCase;
  /** Before which facts the service restarts, and minutes that each comes late; both from their beginning again. */
  readonly restarts: readonly boolean[];
  readonly late: readonly number[];
}

const deliveries = ({ given: { facts }, late, restarts }: Course) =>
  facts
    .map((fact, index) => ({ fact, at: fact.at + late[index % late.length]! * MINUTE }))
    .sort((one, other) => one.at - other.at)
    .map((one, index) => ({ ...one, restart: restarts[index % restarts.length]! }));

const restarted = async (engine: Engine): Promise<Engine> => {
  const again = await engine.restart();
  await again.recovered();
  return again;
};

/** Lets a course happen, and tells everything that was stored and is stated at its end. */
const outcomeOf = async (course: Course, kept: Kept): Promise<unknown> => {
  const arriving = deliveries(course);
  let engine = await Engine.start(new ManualClock(arriving[0]!.at - DAY), kept);
  await engine.agree(contract({ id: 'acme', ...course.given.terms }));
  for (const { fact, at, restart } of arriving) {
    const wait = at - engine.clock.now();
    if (wait > 0) await engine.pass(wait, Math.max(20 * MINUTE, Math.ceil(wait / 8)));
    if (restart) engine = await restarted(engine);
    await engine.record({ ...fact, accountId: 'acme' });
  }
  await engine.pass(2 * 60 * MINUTE, 20 * MINUTE);
  engine = await restarted(engine);
  const statements = await engine.statements('acme');
  const occupancy = await engine.ask(new GetOccupancy('acme'));
  await engine.stop();
  const appends: string[] = [];
  for await (const { bytes } of kept.store.read('acme'))
    appends.push(Buffer.from(bytes).toString('base64'));
  return { statements, occupancy, appends };
};

const courses: fc.Arbitrary<Course> = fc.record({
  given: contractCases,
  restarts: fc.array(fc.constantFrom(true, false, false, false), { minLength: 1, maxLength: 8 }),
  late: fc.array(fc.constantFrom(0, 0, 0, 5, 90), { minLength: 1, maxLength: 12 }),
});
const dice = fc.array(fc.constantFrom(0, 0, 1, 2, Infinity), { minLength: 1, maxLength: 6 });

it('snapshots change nothing that is stored or stated, whichever of them a restart finds', async () => {
  await fc.assert(
    fc.asyncProperty(courses, dice, async (course, rolls) => {
      // The same people, so that pseudonyms, and with them the bytes of the streams, are the same.
      const people = new MemoryPeople();
      const without = new Kept(new MemoryEventStore(), people, new NoSnapshots());
      const fickle = new Kept(new MemoryEventStore(), people, new FickleSnapshots(rolls));
      expect(await outcomeOf(course, fickle)).toEqual(await outcomeOf(course, without));
    }),
    { numRuns: RUNS },
  );
}, 180_000);
