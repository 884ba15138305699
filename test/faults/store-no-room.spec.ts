import { StoreFailed } from '@seatmeter/engine';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqlite } from '../../libs/adapters/src/sqlite/open-sqlite';
import { SqliteDatabase } from '../../libs/adapters/src/sqlite/sqlite-database';
import { SqliteEventStore } from '../../libs/adapters/src/sqlite/sqlite-event-store';
import { newDirectory, removeDirectory, smallDisk, openWithoutRights } from './store-disk';
import { listNumber, wholeListsIn } from './store-list';

/** A store, and how to take its room away and give it back. */
interface Cramped {
  readonly store: SqliteEventStore;
  readonly fill: () => void;
  readonly makeRoom: () => void;
  readonly close: () => Promise<void>;
}

/** A full disk where one can be mounted, else a database that may not grow. */
const openCramped = (): Cramped => {
  const disk = smallDisk();
  const directory = disk?.directory ?? newDirectory();
  const database = SqliteDatabase.open(directory);
  const store = new SqliteEventStore(database);
  const allow = (pages: number): void => {
    database.connection.exec(`PRAGMA max_page_count = ${pages}`);
  };
  return {
    store,
    fill: () => {
      if (disk === undefined) allow(1);
      else disk.fill();
    },
    makeRoom: () => {
      if (disk === undefined) allow(1_000_000);
      else disk.makeRoom();
    },
    close: async () => {
      await store.close();
      if (disk === undefined) removeDirectory(directory);
      else disk.remove();
    },
  };
};

/** Appends until there is no room. */
const appendUntilFull = async (
  store: SqliteEventStore,
): Promise<{ stored: number; error: unknown }> => {
  for (let n = 1; ; n += 1) {
    const error: unknown = await store.append(listNumber(n)).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error !== undefined) return { stored: n, error };
  }
};

describe('a store without room', () => {
  it('says so, stores no half, and goes on as soon as there is room', async () => {
    const { store, fill, makeRoom, close } = openCramped();
    await store.append(listNumber(0));
    fill();
    const { stored, error } = await appendUntilFull(store);
    expect(error).toBeInstanceOf(StoreFailed);
    expect(error).toMatchObject({ code: 'STORE_FULL', retriable: true });
    expect(error).toMatchObject({
      message: expect.stringMatching(
        /no room is left for .*seatmeter.db.*free some space/,
      ) as string,
    });
    expect(await wholeListsIn(store)).toBe(stored);
    await expect(store.append(listNumber(stored))).rejects.toMatchObject({ code: 'STORE_FULL' });
    makeRoom();
    const position = await store.append(listNumber(stored));
    expect(await store.append(listNumber(stored))).toBe(position);
    expect(await wholeListsIn(store)).toBe(stored + 1);
    await close();
  });
});

describe('a store that cannot be written', () => {
  let dataDir: string;
  beforeEach(() => (dataDir = newDirectory()));
  afterEach(() => {
    removeDirectory(dataDir);
  });

  it('says so of a directory that is new', () => {
    expect(openWithoutRights(dataDir)).toEqual({
      code: 'STORE_READ_ONLY',
      message: `${dataDir} cannot be written: give this user the right to write there, or choose another directory`,
    });
  });

  it('says so of one with a store, which stays as it was', async () => {
    const { store } = openSqlite(dataDir);
    await store.append(listNumber(0));
    await store.close();
    const before = readFileSync(join(dataDir, 'seatmeter.db'));
    expect(openWithoutRights(dataDir)).toMatchObject({ code: 'STORE_READ_ONLY' });
    expect(Buffer.compare(readFileSync(join(dataDir, 'seatmeter.db')), before)).toBe(0);
    await openSqlite(dataDir).store.close();
  });

  it('says so of a file in the place of the directory', () => {
    const file = join(dataDir, 'file');
    writeFileSync(file, 'x');
    expect(() => openSqlite(file)).toThrow(StoreFailed);
    expect(() => openSqlite(file)).toThrow(file);
  });
});
