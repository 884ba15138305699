import type { StoredAppend } from '@seatmeter/engine';
import { MemoryEventStore } from '../../libs/adapters/src/memory/memory-event-store';
import { MemoryPeople } from '../../libs/adapters/src/memory/memory-people';
import { MemorySnapshotStore } from '../../libs/adapters/src/memory/memory-snapshot-store';
import { ManualClock } from '../../libs/engine/src/testing/manual-clock';
import { contract, Engine, Kept } from './engine';
import { replayed } from './replayed';

const NOON = Date.UTC(2026, 2, 2, 12);
const IDS = ['acme', 'beta', 'gamma', 'delta'];

const contractOf = (id: string) =>
  contract({ id, pools: [{ id: 'seats', capacity: [{ seats: 1 }] }] });

const signIn = (accountId: string, number: number) => ({
  accountId,
  source: '/test',
  id: `in ${String(number)}`,
  type: 'started' as const,
  at: NOON - 3_600_000 + number,
  sessionId: `session ${String(number)}`,
  userId: `user ${String(number)}`,
  pool: 'seats',
});

const signIns = (accountId: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, number) => signIn(accountId, from + number));

/** Counts what is read of it, gives it slowly, and breaks on demand. */
class WatchedStore extends MemoryEventStore {
  appendsRead = 0;
  /** Of the stream: its second append is not what was stored. */
  broken = '';
  /** The log cannot be read behind its tenth append. */
  breaksOff = false;

  override async *read(stream: string, from = 0) {
    for await (const append of super.read(stream, from)) yield await this.given(append);
  }

  override async *log(after: number) {
    for await (const append of super.log(after)) {
      if (this.breaksOff && append.position > 10) throw new Error('damaged');
      yield await this.given(append);
    }
  }

  private async given(append: StoredAppend): Promise<StoredAppend> {
    this.appendsRead += 1;
    await new Promise(setImmediate);
    const { stream, version } = append;
    return stream === this.broken && version === 1
      ? { ...append, bytes: Uint8Array.from(append.bytes).fill(0, 1, 33) }
      : append;
  }
}

/** What a service left behind that was killed: accounts of 30 facts, 11 appends each, one after the other, and no snapshot. */
const leftBehind = async (): Promise<WatchedStore & { kept: Kept }> => {
  const store = new WatchedStore();
  const kept = new Kept(store, new MemoryPeople());
  const engine = await Engine.start(new ManualClock(NOON), kept);
  for (const id of IDS) await engine.agree(contractOf(id));
  for (let from = 0; from < 30; from += 3)
    for (const id of IDS) await engine.record(...signIns(id, from, from + 3));
  store.appendsRead = 0;
  return Object.assign(store, { kept });
};

const startOn = (kept: Kept): Promise<Engine> => Engine.start(new ManualClock(NOON), kept);

const expectFacts = async (engine: Engine, id: string, facts: number): Promise<void> => {
  const stated = await engine.statements(id, NOON);
  expect(stated).toEqual(replayed(contractOf(id), signIns(id, 0, facts), NOON));
  expect(stated).toMatchObject([{ peak: { seats: facts } }]);
};

const seatsRead = async (engine: Engine, id: string): Promise<number> =>
  (await engine.pool(id, 'seats')).seatsUsed;

it('a start reads every append once, whatever accounts they are of', async () => {
  const store = await leftBehind();
  const log = jest.spyOn(store, 'log');
  const engine = await startOn(store.kept);
  await engine.recovered();
  expect(log).toHaveBeenCalledTimes(1);
  expect(store.appendsRead).toBe(IDS.length * 11);
  for (const id of IDS) await expectFacts(engine, id, 30);
  expect(store.appendsRead).toBe(IDS.length * 11);
  await engine.stop();
});

it('whoever asks for an account while all are read gets it first, and nothing that is written meanwhile is lost', async () => {
  const store = await leftBehind();
  const engine = await startOn(store.kept);
  await engine.record(...signIns('delta', 30, 33));
  expect(store.appendsRead).toBeLessThan(IDS.length * 11);
  await Promise.all([
    engine.record(...signIns('acme', 30, 33)),
    engine.record(...signIns('beta', 30, 33), signIn('new', 0)),
    expectFacts(engine, 'gamma', 30),
  ]);
  await engine.recovered();
  await engine.record(...signIns('delta', 33, 36));
  await expectFacts(engine, 'acme', 33);
  await expectFacts(engine, 'beta', 33);
  await expectFacts(engine, 'delta', 36);
  const again = await engine.restart();
  await expectFacts(again, 'delta', 36);
  await again.stop();
});

it('an account that cannot be read says so, and the others are read', async () => {
  const store = await leftBehind();
  store.broken = 'beta';
  const engine = await startOn(store.kept);
  await engine.recovered();
  await expect(engine.statements('beta')).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
  for (const id of ['acme', 'gamma', 'delta']) await expectFacts(engine, id, 30);
  store.broken = '';
  await expectFacts(engine, 'beta', 30);
  await engine.stop();
});

it('a log that breaks off leaves the accounts to their own streams', async () => {
  const store = await leftBehind();
  store.breaksOff = true;
  const engine = await startOn(store.kept);
  await engine.recovered();
  for (const id of IDS) expect(await seatsRead(engine, id)).toBe(30);
  await engine.stop();
});

describe('snapshots', () => {
  it('are saved at a stop, and the next start reads nothing else', async () => {
    const store = await leftBehind();
    await (await startOn(store.kept)).stop();
    const first = await startOn(store.kept);
    await first.recovered();
    const second = await first.restart();
    store.appendsRead = 0;
    await second.recovered();
    for (const id of IDS) await expectFacts(second, id, 30);
    expect(store.appendsRead).toBe(0);
    await second.stop();
  });

  it('leave to the log what came after them', async () => {
    const store = await leftBehind();
    const first = await startOn(store.kept);
    await first.recovered();
    const killed = await first.restart();
    await killed.record(...signIns('acme', 30, 33));
    await killed.record(...signIns('beta', 30, 33));
    store.appendsRead = 0;
    const engine = await startOn(store.kept);
    await engine.recovered();
    // Three that were stored behind the last of acme that is in a snapshot, and the two that are in none.
    expect(store.appendsRead).toBe(3 + 2);
    for (const id of ['acme', 'beta']) await expectFacts(engine, id, 33);
    await engine.stop();
    await killed.stop();
  });

  it('are saved while it runs of an account that got many facts', async () => {
    const store = new WatchedStore();
    const engine = await startOn(new Kept(store));
    await engine.agree(contractOf('acme'));
    await engine.record(...signIns('acme', 0, 5_000));
    await engine.pass(500);
    await engine.record(...signIns('acme', 5_000, 5_010));
    const other = await startOn(engine.kept);
    await other.recovered();
    expect(store.appendsRead).toBe(1);
    await expectFacts(other, 'acme', 5_010);
    await engine.stop();
    await other.stop();
  });

  it('hold no name of a user', async () => {
    const snapshots = new MemorySnapshotStore();
    const save = jest.spyOn(snapshots, 'save');
    const engine = await startOn(new Kept(new MemoryEventStore(), new MemoryPeople(), snapshots));
    const users = [{ id: 'ann of acme', pool: 'seats' }];
    await engine.agree(contract({ ...contractOf('acme'), users }));
    await engine.record({ ...signIn('acme', 1), userId: 'ben of acme' });
    await engine.stop();
    const bytes = Buffer.from(save.mock.lastCall![1]);
    expect(bytes.includes('session 1')).toBe(true);
    for (const name of ['ann of acme', 'ben of acme'])
      for (const encoding of ['latin1', 'utf16le'] as const)
        expect(bytes.includes(Buffer.from(name, encoding))).toBe(false);
  });

  it.each([
    ['that ends earlier', 3],
    ['that went another way since', 20],
  ])('of one store are not believed by a stream %s, as of a backup', async (_, to) => {
    const snapshots = new MemorySnapshotStore();
    const people = new MemoryPeople();
    const lost = await startOn(new Kept(new MemoryEventStore(), people, snapshots));
    const backup = await startOn(new Kept(new MemoryEventStore(), people));
    for (const engine of [lost, backup]) {
      await engine.agree(contractOf('acme'));
      await engine.record(...signIns('acme', 0, 3));
    }
    for (let number = 3; number < 10; number += 1) await lost.record(signIn('acme', 100 + number));
    for (let number = 3; number < to; number += 1) await backup.record(signIn('acme', number));
    await lost.stop();
    await backup.stop();
    const restored = await startOn(new Kept(backup.kept.store, people, snapshots));
    await expectFacts(restored, 'acme', to);
    await restored.stop();
  });

  it('of another format are left alone', async () => {
    const store = await leftBehind();
    const first = await startOn(store.kept);
    await first.recovered();
    await first.stop();
    for (const id of IDS) {
      const bytes = (await store.kept.snapshots.read(id))!;
      bytes[0]! += 1;
      await store.kept.snapshots.save(id, bytes);
    }
    store.appendsRead = 0;
    const second = await startOn(store.kept);
    await second.recovered();
    expect(store.appendsRead).toBe(IDS.length * 11);
    for (const id of IDS) await expectFacts(second, id, 30);
    await second.stop();
  });
});
