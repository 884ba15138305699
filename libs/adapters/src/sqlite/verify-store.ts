import { sizeOf } from './disk';
import { LogReader } from './log-reader';
import { demandSchema } from './schema';
import { connect } from './sqlite-database';
import { damaged, orFail } from './store-problem';

/** What is in a store, counted while every byte of it was checked. */
export interface StoreContents {
  readonly appends: number;
  readonly streams: number;
  /** The size of the file. */
  readonly bytes: number;
}

/**
 * Reads all of a database that nobody writes to: SQLite's own check, every checksum, every stream without a gap.
 * `called`: the file it was copied from, for messages.
 * @throws StoreFailed STORE_DAMAGED, naming what is not as it was stored, or STORE_NEWER.
 */
export const verifyStore = (path: string, called = path): StoreContents =>
  orFail(called, () => {
    const bytes = sizeOf(path);
    const connection = connect(path);
    try {
      demandSchema(called, connection);
      const check = connection.prepare('PRAGMA integrity_check(1)').get([]) as CheckRow;
      if (check.integrity_check !== 'ok') throw damaged(called, check.integrity_check);
      const reader = new LogReader(called, connection);
      reader.readOn();
      const { index } = reader;
      for (let position = 0; position < index.length;)
        position += reader.readWholeRow(position).length;
      return { appends: index.length, streams: index.names.length, bytes };
    } finally {
      connection.close();
    }
  });

interface CheckRow {
  readonly integrity_check: string;
}
