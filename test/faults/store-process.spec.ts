import { StoreFailed } from '@seatmeter/engine';
import { setTimeout } from 'node:timers/promises';
import { openSqlite } from '../../libs/adapters/src/sqlite/open-sqlite';
import { newDirectory, removeDirectory } from './store-disk';
import { wholeListsIn } from './store-list';
import { killed, startWriter } from './store-writers';

describe('a process that writes a data directory', () => {
  let dataDir: string;
  beforeEach(() => (dataDir = newDirectory()));
  afterEach(() => {
    removeDirectory(dataDir);
  });

  it('keeps a second one off, which says what to do, and disturbs nothing', async () => {
    const writer = await startWriter(dataDir);
    expect(() => openSqlite(dataDir)).toThrow(StoreFailed);
    expect(() => openSqlite(dataDir)).toThrow(
      `${dataDir} is used by another Seatmeter that is running: stop that one first`,
    );
    const before = writer.acknowledged();
    await setTimeout(300);
    expect(writer.acknowledged()).toBeGreaterThan(before);
    await killed(writer);
  }, 60_000);

  it('loses nothing that it acknowledged when it is killed, half stores nothing, and leaves the lock free', async () => {
    let lists = 0;
    for (const pause of [0, 20, 150]) {
      const writer = await startWriter(dataDir);
      await setTimeout(pause);
      await killed(writer);
      const { store } = openSqlite(dataDir);
      lists = await wholeListsIn(store);
      expect(lists).toBeGreaterThan(writer.acknowledged());
      expect(lists).toBeLessThanOrEqual(writer.acknowledged() + 2);
      await store.close();
    }
    expect(lists).toBeGreaterThan(3);
  }, 60_000);

  it('keeps a second opening in the same process off, too, and lets go when it closes', async () => {
    const { store } = openSqlite(dataDir);
    expect(() => openSqlite(dataDir)).toThrow('is used by another Seatmeter');
    await store.close();
    await store.close();
    await openSqlite(dataDir).store.close();
  });

  it('says that the store is closed when it is used after that', async () => {
    const { store, people } = openSqlite(dataDir);
    await store.close();
    await expect(store.readSome('acme', [])).rejects.toThrow('is closed');
    await expect(people.keyOf('acme')).rejects.toBeInstanceOf(StoreFailed);
  });
});
