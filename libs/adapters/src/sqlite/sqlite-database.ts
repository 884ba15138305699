import { StoreFailed } from '@seatmeter/engine';
import Database from 'libsql';
import { join, resolve } from 'node:path';
import { demandWalIsOurs, prepareSchema } from './schema';
import { DirectoryLock } from './directory-lock';
import { demandWritable, makeDirectory, syncDirectory } from './disk';
import { orFail, storeFailure } from './store-problem';

/** The one file that everything is in. */
export const databasePath = (dataDir: string): string => join(dataDir, 'seatmeter.db');

/** The open database of a data directory, locked against every other process that would write. */
export class SqliteDatabase {
  private closed = false;

  private constructor(
    readonly path: string,
    readonly connection: Database.Database,
    private readonly lock: DirectoryLock,
  ) {}

  /**
   * Makes the directory and the database when there are none.
   * @throws StoreFailed: the directory is locked, read-only or full; the file is damaged or of a newer Seatmeter.
   */
  static open(dataDir: string): SqliteDatabase {
    const directory = resolve(dataDir);
    const path = databasePath(directory);
    makeDirectory(directory);
    const lock = DirectoryLock.take(directory);
    let connection: Database.Database | undefined;
    try {
      for (const end of ['', '-wal', '-shm']) demandWritable(path + end);
      demandWalIsOurs(path);
      connection = connect(path);
      prepareSchema(path, connection);
      syncDirectory(directory);
      return new SqliteDatabase(path, connection, lock);
    } catch (error) {
      connection?.close();
      lock.release();
      throw storeFailure(path, error);
    }
  }

  /** All of it or nothing, on the disk when it returns. */
  transaction(action: () => void): void {
    this.connection.exec('BEGIN IMMEDIATE');
    try {
      action();
      this.connection.exec('COMMIT');
    } catch (error) {
      if (this.connection.inTransaction) this.connection.exec('ROLLBACK');
      throw error;
    }
  }

  /** Says so when the database was closed: what it is asked for then, it cannot give. */
  demandOpen(): void {
    if (!this.closed) return;
    throw new StoreFailed('STORE_FAILED', `${this.path} is closed: the service is stopping`);
  }

  /**
   * Puts what is in the WAL where it belongs, as a connection that closes does. libsql's closes only after its
   * statements were collected as garbage.
   */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    try {
      this.carryOverWal();
      orFail(this.path, () => this.connection.close());
    } finally {
      this.lock.release();
    }
  }

  /** Does nothing that anyone relies on: what is in the WAL is safe. Somebody may be reading there, or the disk full. */
  carryOverWal(): void {
    try {
      this.connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get([]);
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error;
    }
  }
}

/** A reader's connection, too. How long it waits for another process: milliseconds. */
export const connect = (path: string): Database.Database => {
  const connection = new Database(path);
  connection.exec('PRAGMA busy_timeout = 5000');
  return connection;
};
