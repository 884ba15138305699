import Database from 'libsql';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  durableEventStoreContract,
  eventStoreContract,
  type OpenDurableStore,
} from '../../../engine/src/testing/event-store.contract';
import {
  durablePeopleContract,
  peopleContract,
  type OpenDurablePeople,
} from '../../../engine/src/testing/people.contract';
import { SqliteDatabase } from './sqlite-database';
import { SqliteEventStore } from './sqlite-event-store';
import { SqlitePeople } from './sqlite-people';

const openStore = (): Promise<OpenDurableStore> => {
  const directory = mkdtempSync(join(tmpdir(), 'seatmeter-'));
  let store = new SqliteEventStore(SqliteDatabase.open(directory));
  return Promise.resolve({
    store,
    reopen: async () => {
      await store.close();
      store = new SqliteEventStore(SqliteDatabase.open(directory));
      return store;
    },
    close: async () => {
      await store.close();
      rmSync(directory, { recursive: true });
    },
  });
};

const openPeople = (): Promise<OpenDurablePeople> => {
  const directory = mkdtempSync(join(tmpdir(), 'seatmeter-'));
  let database = SqliteDatabase.open(directory);
  return Promise.resolve({
    people: new SqlitePeople(database),
    reopen: () => {
      database.close();
      database = SqliteDatabase.open(directory);
      return Promise.resolve(new SqlitePeople(database));
    },
    close: () => {
      database.close();
      rmSync(directory, { recursive: true });
      return Promise.resolve();
    },
  });
};

eventStoreContract('SqliteEventStore', openStore);
durableEventStoreContract('SqliteEventStore', openStore);
peopleContract('SqlitePeople', openPeople);
durablePeopleContract('SqlitePeople', openPeople);

describe('SqlitePeople', () => {
  let directory: string;
  let database: SqliteDatabase;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'seatmeter-'));
    database = SqliteDatabase.open(directory);
  });
  afterEach(() => {
    database.close();
    rmSync(directory, { recursive: true });
  });

  it('leaves no trace of a name that was erased in any file', async () => {
    const people = new SqlitePeople(database);
    const pseudonym = 'p'.repeat(43);
    const holds = (name: string): string[] =>
      readdirSync(directory).filter((file) =>
        readFileSync(join(directory, file)).includes(Buffer.from(name, 'utf16le')),
      );
    const both = [
      { pseudonym, userId: 'ann.example' },
      { pseudonym: 'q'.repeat(43), userId: 'ben.example' },
    ];
    await people.remember(new Map([['acme', both]]));
    expect(holds('ann.example')).not.toEqual([]);
    await people.erase('acme', pseudonym);
    expect(holds('ann.example')).toEqual([]);
    expect(holds('ben.example')).not.toEqual([]);
  });

  it('takes the key that another process wrote first', async () => {
    const other = new Database(join(directory, 'seatmeter.db'));
    const theirs = Buffer.alloc(32, 7);
    other
      .prepare('INSERT INTO account_keys VALUES (?, ?)')
      .run([Buffer.from('acme', 'utf16le'), theirs]);
    other.close();
    const key = await new SqlitePeople(database).keyOf('acme');
    expect(Buffer.compare(key, theirs)).toBe(0);
  });
});

describe('SqliteEventStore', () => {
  it('keeps its WAL bounded while it is written and read', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'seatmeter-'));
    const store = new SqliteEventStore(SqliteDatabase.open(directory));
    const bytes = Buffer.alloc(100_000, 1);
    let largest = 0;
    for (let version = 0; version < 200; version += 1) {
      await store.append([{ stream: 'acme', version, bytes }]);
      await store.readSome('acme', [version]);
      largest = Math.max(largest, statSync(join(directory, 'seatmeter.db-wal')).size);
    }
    expect(largest).toBeLessThan(6_000_000);
    await store.close();
    rmSync(directory, { recursive: true });
  });
});
