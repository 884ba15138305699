import { StoreFailed } from '@seatmeter/engine';
import Database from 'libsql';
import { join } from 'node:path';
import { storeFailure } from './store-problem';

/**
 * Keeps a second process off a data directory: SQLite's lock on a file that holds nothing. The operating system drops
 * it when the process ends, however it ends. `seatmeter.db` itself stays free to be read, for a backup.
 */
export class DirectoryLock {
  private constructor(private readonly database: Database.Database) {}

  /** @throws StoreFailed STORE_LOCKED when it is taken. */
  static take(dataDir: string): DirectoryLock {
    const path = join(dataDir, 'seatmeter.lock');
    let database: Database.Database | undefined;
    try {
      database = new Database(path);
      database.exec('PRAGMA locking_mode = EXCLUSIVE');
      database.exec('BEGIN EXCLUSIVE');
      return new DirectoryLock(database);
    } catch (error) {
      database?.close();
      const failure = storeFailure(path, error);
      if (failure.code !== 'STORE_LOCKED') throw failure;
      const advice = 'stop that one first, or choose another data directory for this one';
      const message = `${dataDir} is used by another Seatmeter that is running: ${advice}`;
      throw new StoreFailed('STORE_LOCKED', message, error);
    }
  }

  release(): void {
    this.database.close();
  }
}
