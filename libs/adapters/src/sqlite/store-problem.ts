import { StoreFailed, StreamMoved } from '@seatmeter/engine';
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** Below this nothing can be appended: SQLite asks for a page or two at least. */
const ROOM_BYTES = 64 * 1024;

const FULL = (path: string): string =>
  `no room is left for ${path}: nothing of this was stored; free some space on its disk, and it goes on`;

const READ_ONLY = (path: string): string =>
  `${path} cannot be written: give this user the right to write there, or choose another directory`;

const DAMAGED = (path: string): string =>
  `${path} is damaged or is no Seatmeter store: move it away and restore a backup (seatmeter restore)`;

const BUSY = (path: string): string =>
  `${path} is in use by another process for too long: see which one has it open`;

/** What a failure of SQLite or of the file system means to whoever runs the service. */
export const storeFailure = (path: string, error: unknown): StoreFailed => {
  if (error instanceof StoreFailed) return error;
  const code = codeOf(error);
  if (isFull(code, path)) return new StoreFailed('STORE_FULL', FULL(path), error);
  if (/^(SQLITE_READONLY|SQLITE_CANTOPEN|EROFS$|EACCES$|EPERM$)/.test(code))
    return new StoreFailed('STORE_READ_ONLY', READ_ONLY(path), error);
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code))
    return new StoreFailed('STORE_DAMAGED', DAMAGED(path), error);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return new StoreFailed('STORE_LOCKED', BUSY(path), error);
  const reason = error instanceof Error ? error.message : String(error);
  const advice = 'see what became of its disk, and start again';
  return new StoreFailed('STORE_FAILED', `${path} cannot be used: ${reason}; ${advice}`, error);
};

/** Something in the store is not what was stored. `where` says what, for example "the appends from position 17 on". */
export const damaged = (path: string, where: string): StoreFailed =>
  new StoreFailed(
    'STORE_DAMAGED',
    `${path} is damaged: ${where}; stop the service and restore a backup (seatmeter restore)`,
  );

/** Does it, and says in the words of the port what went wrong. */
export const orFail = <T>(path: string, action: () => T): T => {
  try {
    return action();
  } catch (error) {
    throw storeFailure(path, error);
  }
};

/** The same as a promise. What the caller did wrong, or another writer before it, stays what it is. */
export const settledOrFail = <T>(path: string, action: () => T): Promise<T> =>
  new Promise((resolve, reject) => {
    try {
      resolve(action());
    } catch (error) {
      const isOfTheCaller = error instanceof StreamMoved || error instanceof RangeError;
      reject(isOfTheCaller ? error : storeFailure(path, error));
    }
  });

const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return COULD_NOT_OPEN.test(error.message) ? 'SQLITE_CANTOPEN' : '';
};

/** What libsql throws from its constructor has no code: SQLite's is in the text, and 14 is SQLITE_CANTOPEN. */
const COULD_NOT_OPEN = /Unable to open connection.*: 14\b/;

/** A write that failed for want of space is often told as a failure of the disk. */
const isFull = (code: string, path: string): boolean =>
  /^(SQLITE_FULL|ENOSPC$|EDQUOT$)/.test(code) ||
  (code.startsWith('SQLITE_IOERR') && noRoomAt(path));

const noRoomAt = (path: string): boolean => {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize < ROOM_BYTES;
  } catch {
    return false;
  }
};
