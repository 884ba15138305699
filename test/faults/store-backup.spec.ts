import { StoreFailed } from '@seatmeter/engine';
import Database from 'libsql';
import { existsSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backupStore, restoreStore } from '../../libs/adapters/src/sqlite/backup';
import { openSqlite } from '../../libs/adapters/src/sqlite/open-sqlite';
import { newDirectory, removeDirectory } from './store-disk';
import { listNumber, wholeListsIn } from './store-list';
import { killed, startWriter } from './store-writers';

let dataDir: string;
let elsewhere: string;
let backup: string;
let restored: string;
beforeEach(() => {
  [dataDir, elsewhere] = [newDirectory(), newDirectory()];
  [backup, restored] = [join(elsewhere, 'march.seatmeter'), join(elsewhere, 'restored')];
});
afterEach(() => {
  [dataDir, elsewhere].forEach(removeDirectory);
});

const storeOf = async (lists: number): Promise<void> => {
  const { store, people } = openSqlite(dataDir);
  for (let n = 0; n < lists; n += 1) await store.append(listNumber(n));
  const ann = { pseudonym: 'p'.repeat(43), userId: 'ann' };
  await people.remember(new Map([['account-0', [ann]]]));
  await store.close();
};

const listsIn = async (directory: string): Promise<number> => {
  const { store } = openSqlite(directory);
  const lists = await wholeListsIn(store);
  await store.close();
  return lists;
};

it('makes a whole copy while another process appends, and the copy restores', async () => {
  const writer = await startWriter(dataDir);
  const before = writer.acknowledged();
  const contents = backupStore({ dataDir, to: backup });
  expect(contents).toEqual({
    streams: 20,
    appends: expect.any(Number) as number,
    bytes: statSync(backup).size,
  });
  expect(contents.appends / 20).toBeGreaterThan(before);
  await new Promise((resolve) => writer.process.stdout?.once('data', resolve));
  await killed(writer);
  expect(restoreStore({ from: backup, dataDir: restored })).toEqual(contents);
  expect(await listsIn(restored)).toBe(contents.appends / 20);
  expect(await listsIn(dataDir)).toBeGreaterThan(writer.acknowledged());
}, 60_000);

it('brings back everything, people and keys too, and the restored store goes on', async () => {
  await storeOf(4);
  backupStore({ dataDir, to: backup });
  restoreStore({ from: backup, dataDir: restored });
  expect(readdirSync(elsewhere).sort()).toEqual(['march.seatmeter', 'restored']);
  expect(readdirSync(restored).sort()).toEqual(['seatmeter.db', 'seatmeter.lock']);
  const { store, people } = openSqlite(restored);
  expect(await wholeListsIn(store)).toBe(4);
  await store.append(listNumber(4));
  expect(await wholeListsIn(store)).toBe(5);
  expect([...(await people.namesOf('account-0', ['p'.repeat(43)])).values()]).toEqual(['ann']);
  await store.close();
});

const meddle = (path: string, sql: string): void => {
  const database = new Database(path);
  database.prepare(sql).run([]);
  database.close();
};

it.each([
  [
    'bytes of an append are others',
    "UPDATE log SET data = CAST(x'FF' || substr(data, 2) AS BLOB) WHERE position = 20",
    'position 20 (append 1 of account-0)',
  ],
  ['a row is missing', 'DELETE FROM log WHERE position = 20', 'the log breaks off at position 20'],
  ['a newer Seatmeter made it', 'PRAGMA user_version = 9', 'a newer Seatmeter'],
])('neither backs up nor restores a store when %s', async (_, sql, message) => {
  await storeOf(3);
  backupStore({ dataDir, to: backup });
  meddle(backup, sql);
  expect(() => restoreStore({ from: backup, dataDir: restored })).toThrow(message);
  expect(existsSync(join(restored, 'seatmeter.db'))).toBe(false);
  meddle(join(dataDir, 'seatmeter.db'), sql);
  const second = join(elsewhere, 'second');
  expect(() => backupStore({ dataDir, to: second })).toThrow(message);
  expect(readdirSync(elsewhere).filter((name) => name.startsWith('second'))).toEqual([]);
});

it('does not restore a backup that was cut or is none', async () => {
  await storeOf(200);
  backupStore({ dataDir, to: backup });
  truncateSync(backup, statSync(backup).size - 4_096);
  const cut = (): unknown => restoreStore({ from: backup, dataDir: restored });
  expect(cut).toThrow(StoreFailed);
  expect(cut).toThrow('is damaged');
  writeFileSync(backup, 'no backup at all');
  expect(cut).toThrow(StoreFailed);
  expect(cut).toThrow(`${backup} is damaged or is no Seatmeter store`);
  expect(readdirSync(restored)).toEqual(['seatmeter.lock']);
});

it('writes over nothing, and says what is not there', async () => {
  await storeOf(1);
  expect(() => backupStore({ dataDir: restored, to: backup })).toThrow('there is no store in');
  expect(() => backupStore({ dataDir, to: join(restored, 'x') })).toThrow('there is no directory');
  expect(() => restoreStore({ from: backup, dataDir: restored })).toThrow(`there is no ${backup}`);
  backupStore({ dataDir, to: backup });
  expect(() => backupStore({ dataDir, to: backup })).toThrow('exists: choose a name that is new');
  expect(() => restoreStore({ from: backup, dataDir })).toThrow('has a store: move it away');
  expect(await listsIn(dataDir)).toBe(1);
});

it('does not restore into a directory that is in use, nor from a store in use', async () => {
  const { store } = openSqlite(dataDir);
  await store.append(listNumber(0));
  backupStore({ dataDir, to: backup });
  expect(() => restoreStore({ from: backup, dataDir })).toThrow('is used by another Seatmeter');
  const from = join(dataDir, 'seatmeter.db');
  expect(() => restoreStore({ from, dataDir: restored })).toThrow('is not a backup');
  await store.close();
});
