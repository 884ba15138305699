import { StoreFailed } from '@seatmeter/engine';
import type Database from 'libsql';
import { sizeOf } from './disk';
import { damaged } from './store-problem';

/** What this Seatmeter writes and the latest that it reads. */
export const SCHEMA_VERSION = 1;

/** "SEAT": tells a Seatmeter's database from any other. */
const APPLICATION_ID = 0x53454154;

/** A row of the log is far longer than a page: with large ones it is written and read in fewer steps. */
const PAGE_BYTES = 16_384;

/** How far the WAL grows before it is carried over, which holds up an append. */
const WAL_BYTES = 4 * 1024 * 1024;

/** `log`: see log-row.ts. Names are UTF-16, so that any text is what it was; SQLite's own text ends at a NUL. */
const SCHEMA = `
  CREATE TABLE log (position INTEGER PRIMARY KEY, directory BLOB NOT NULL, data BLOB NOT NULL);
  CREATE TABLE account_keys (account BLOB PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE people (
    account BLOB NOT NULL, pseudonym TEXT NOT NULL, user_id BLOB NOT NULL,
    PRIMARY KEY (account, pseudonym)
  ) WITHOUT ROWID;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** Makes the tables in an empty file. @throws StoreFailed when the file is another's or a newer Seatmeter's. */
export const prepareSchema = (path: string, connection: Database.Database): void => {
  const isNew = numberOf(connection, 'schema_version') === 0;
  if (!isNew) demandSchema(path, connection);
  connection.exec(`PRAGMA page_size = ${PAGE_BYTES}; PRAGMA journal_mode = WAL`);
  connection.exec(`PRAGMA wal_autocheckpoint = ${WAL_BYTES / PAGE_BYTES}`);
  connection.exec('PRAGMA synchronous = FULL; PRAGMA secure_delete = ON');
  if (isNew) connection.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT`);
};

export const demandSchema = (path: string, connection: Database.Database): void => {
  if (numberOf(connection, 'application_id') !== APPLICATION_ID)
    throw damaged(path, 'it is a database, and not one of Seatmeter');
  const version = numberOf(connection, 'user_version');
  if (version <= SCHEMA_VERSION) return;
  const made = `${path} was made by a newer Seatmeter (format ${version}; this one reads ${SCHEMA_VERSION})`;
  throw new StoreFailed('STORE_NEWER', `${made}: install that version or a later one`);
};

/** SQLite throws away a WAL whose database is empty or gone; what was acknowledged may be in it. */
export const demandWalIsOurs = (path: string): void => {
  if (sizeOf(`${path}-wal`) > 0 && sizeOf(path) === 0)
    throw damaged(path, `it is empty or gone, and ${path}-wal is not`);
};

const numberOf = (connection: Database.Database, pragma: string): number => {
  const row = connection.prepare(`PRAGMA ${pragma}`).get([]) as Record<string, number>;
  return row[pragma]!;
};
