import { SqliteDatabase } from './sqlite-database';
import { SqliteEventStore } from './sqlite-event-store';
import { SqlitePeople } from './sqlite-people';

/** Both live in one file: closing the store closes both, and lets go of the directory. */
export interface SqlitePorts {
  readonly store: SqliteEventStore;
  readonly people: SqlitePeople;
}

/** Opens the data directory, and makes what is not there. @throws StoreFailed, and nothing stays open or locked. */
export const openSqlite = (dataDir: string): SqlitePorts => {
  const database = SqliteDatabase.open(dataDir);
  try {
    return { store: new SqliteEventStore(database), people: new SqlitePeople(database) };
  } catch (error) {
    database.close();
    throw error;
  }
};
