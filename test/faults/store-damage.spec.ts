import { StoreFailed, type EventStore } from '@seatmeter/engine';
import Database from 'libsql';
import {
  copyFileSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { join } from 'node:path';
import { openSqlite } from '../../libs/adapters/src/sqlite/open-sqlite';
import { newDirectory, removeDirectory } from './store-disk';
import { listNumber, wholeListsIn } from './store-list';

let dataDir: string;
beforeEach(() => (dataDir = newDirectory()));
afterEach(() => {
  removeDirectory(dataDir);
});

const file = (): string => join(dataDir, 'seatmeter.db');

const storeOf = async (lists: number): Promise<EventStore> => {
  const { store } = openSqlite(dataDir);
  for (let n = 0; n < lists; n += 1) await store.append(listNumber(n));
  return store;
};

/** Leaves the database as a power cut would: what is in the WAL was not carried over. */
const cutPower = async (lists: number): Promise<string> => {
  const store = await storeOf(lists);
  const victim = newDirectory();
  for (const name of ['seatmeter.db', 'seatmeter.db-wal'])
    copyFileSync(join(dataDir, name), join(victim, name));
  await store.close();
  removeDirectory(dataDir);
  dataDir = victim;
  return `${file()}-wal`;
};

const overwrite = (path: string, at: number, bytes: Buffer): void => {
  const handle = openSync(path, 'r+');
  writeSync(handle, bytes, 0, bytes.length, at);
  closeSync(handle);
};

describe('the end of the WAL', () => {
  it.each([1, 31, 16_408, 20_000])(
    'loses no acknowledged list when %d bytes of the next are torn',
    async (torn) => {
      const wal = await cutPower(5);
      const acknowledged = statSync(wal).size;
      const begun = readFileSync(wal).subarray(acknowledged - 16_408, acknowledged);
      const rest = Buffer.concat([begun, begun]).subarray(0, torn);
      overwrite(wal, acknowledged, rest);
      const { store } = openSqlite(dataDir);
      expect(await wholeListsIn(store)).toBe(5);
      await store.append(listNumber(5));
      expect(await wholeListsIn(store)).toBe(6);
      await store.close();
    },
  );

  it('keeps every list before the one that was cut, and stores that one again', async () => {
    const wal = await cutPower(5);
    truncateSync(wal, statSync(wal).size - 100);
    const { store } = openSqlite(dataDir);
    expect(await wholeListsIn(store)).toBe(4);
    await store.append(listNumber(4));
    expect(await wholeListsIn(store)).toBe(5);
    await store.close();
  });

  it('is not thrown away when the database beside it is gone', async () => {
    await cutPower(5);
    rmSync(file());
    expect(() => openSqlite(dataDir)).toThrow('seatmeter.db-wal is not');
    writeFileSync(file(), '');
    expect(() => openSqlite(dataDir)).toThrow(StoreFailed);
    expect(statSync(`${file()}-wal`).size).toBeGreaterThan(0);
  });
});

describe('a store that was damaged', () => {
  /** Changes the log behind the back of everyone. */
  const meddle = async (sql: string, lists = 3): Promise<void> => {
    await (await storeOf(lists)).close();
    const database = new Database(file());
    database.prepare(sql).run([]);
    database.close();
  };

  const openFailure = (): StoreFailed => {
    try {
      openSqlite(dataDir);
    } catch (error) {
      if (error instanceof StoreFailed) return error;
      throw error;
    }
    throw new Error('it opened');
  };

  it('gives the rest, and says which position is wrong and what to do', async () => {
    await meddle(
      `UPDATE log SET data = CAST(substr(data, 1, 1) || x'FF' || substr(data, 3) AS BLOB) WHERE position = 20`,
    );
    const { store } = openSqlite(dataDir);
    expect(await store.readSome('account-0', [0, 2])).toHaveLength(2);
    const read = store.readSome('account-0', [1]);
    await expect(read).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
    await expect(read).rejects.toThrow(
      `${file()} is damaged: position 20 (append 1 of account-0) has not the bytes that were stored`,
    );
    await expect(read).rejects.toThrow('restore a backup');
    await expect(wholeListsIn(store)).rejects.toThrow('position 20');
    await store.close();
  });

  it.each([
    ['data that is cut', `UPDATE log SET data = substr(data, 1, 10) WHERE position = 20`],
    [
      'data of another row',
      `UPDATE log SET data = (SELECT data FROM log WHERE position = 0) WHERE position = 20`,
    ],
    ['no data', `UPDATE log SET data = x'' WHERE position = 20`],
  ])('does not take %s for what was stored', async (_, sql) => {
    await meddle(sql);
    const { store } = openSqlite(dataDir);
    await expect(store.readSome('account-19', [1])).rejects.toMatchObject({
      code: 'STORE_DAMAGED',
    });
    await store.close();
  });

  it('does not take the bytes of another append for these, though they are whole and as long', async () => {
    await meddle(
      'UPDATE log SET data = (SELECT data FROM log WHERE position = 0) WHERE position = 180',
      10,
    );
    expect(listNumber(9).map(({ bytes }) => bytes.length)).toEqual(
      listNumber(0).map(({ bytes }) => bytes.length),
    );
    const { store } = openSqlite(dataDir);
    const read = store.readSome('account-19', [9]);
    await expect(read).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
    await store.close();
  });

  it.each([
    ['a row is missing', 'DELETE FROM log WHERE position = 20', 20],
    ['a row is in the wrong place', 'UPDATE log SET position = 41 WHERE position = 40', 40],
    [
      'a directory is of another row',
      'UPDATE log SET directory = (SELECT directory FROM log WHERE position = 20) WHERE position = 40',
      40,
    ],
    ['a directory is empty', `UPDATE log SET directory = x'' WHERE position = 20`, 20],
    [
      'a version is another',
      `UPDATE log SET directory = CAST(substr(directory, 1, 12) || x'09' || substr(directory, 14) AS BLOB) WHERE position = 20`,
      20,
    ],
  ])('does not open when %s', async (_, sql, position) => {
    await meddle(sql);
    expect(openFailure()).toMatchObject({ code: 'STORE_DAMAGED' });
    expect(openFailure().message).toContain(`the log breaks off at position ${position}`);
  });

  it('does not open when it was made by a newer Seatmeter, and says so', async () => {
    await meddle('PRAGMA user_version = 2');
    expect(openFailure()).toMatchObject({ code: 'STORE_NEWER' });
    expect(openFailure().message).toContain(`${file()} was made by a newer Seatmeter`);
  });

  it('does not open what is no database, or another', () => {
    writeFileSync(file(), 'Not a database, whatever its name says. '.repeat(200));
    expect(openFailure()).toMatchObject({ code: 'STORE_DAMAGED' });
    expect(openFailure().message).toContain('restore a backup');
    rmSync(file());
    const other = new Database(file());
    other.exec('CREATE TABLE customers (name TEXT)');
    other.close();
    expect(openFailure()).toMatchObject({ code: 'STORE_DAMAGED' });
    expect(openFailure().message).toContain('not one of Seatmeter');
  });

  it('does not open when its pages are overwritten', async () => {
    await (await storeOf(3)).close();
    overwrite(file(), 0, Buffer.alloc(8_192, 0xa5));
    expect(openFailure()).toMatchObject({ code: 'STORE_DAMAGED' });
  });
});
