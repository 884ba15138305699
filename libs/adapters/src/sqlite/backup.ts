import { StoreFailed } from '@seatmeter/engine';
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DirectoryLock } from './directory-lock';
import { makeDirectory, sizeOf, syncDirectory, syncFile } from './disk';
import { demandSchema, demandWalIsOurs } from './schema';
import { connect, databasePath } from './sqlite-database';
import { storeFailure } from './store-problem';
import { verifyStore, type StoreContents } from './verify-store';

/**
 * Copies a store into one new file: what was acknowledged when it began is in it, and it was read back and checked. A
 * service that runs on the directory goes on appending meanwhile; its WAL grows until the copy is done. It blocks the
 * thread that it is called on: call it in a process of its own.
 * @throws StoreFailed, and there is no file.
 */
export const backupStore = ({ dataDir, to }: { dataDir: string; to: string }): StoreContents => {
  const [from, target] = [databasePath(resolve(dataDir)), resolve(to)];
  demandWalIsOurs(from);
  if (!existsSync(from)) throw refusal(`there is no store in ${dirname(from)}`);
  if (!existsSync(dirname(target))) throw refusal(`there is no directory ${dirname(target)}`);
  if (existsSync(target)) throw refusal(`${target} exists: choose a name that is new`);
  return makeWhole(from, target, (partial) => {
    copyInto(from, partial, target);
  });
};

/**
 * Makes a store out of a backup, in a directory that has none. The copy is checked before it gets its name.
 * @throws StoreFailed, and the directory has no store.
 */
export const restoreStore = ({
  from,
  dataDir,
}: {
  from: string;
  dataDir: string;
}): StoreContents => {
  const [source, directory] = [resolve(from), resolve(dataDir)];
  const target = databasePath(directory);
  if (!existsSync(source)) throw refusal(`there is no ${source}`);
  if (sizeOf(`${source}-wal`) > 0)
    throw refusal(`${source} is not a backup but a store in use: back it up (seatmeter backup)`);
  makeDirectory(directory);
  const lock = DirectoryLock.take(directory);
  try {
    if (existsSync(target) || existsSync(`${target}-wal`))
      throw refusal(`${directory} has a store: move it away, or restore into another directory`);
    return makeWhole(source, target, (partial) => {
      copyFileSync(source, partial);
    });
  } finally {
    lock.release();
  }
};

const refusal = (message: string): StoreFailed => new StoreFailed('STORE_MISUSED', message);

/** The file appears under its name when all of it is there, right and on the disk. */
const makeWhole = (
  from: string,
  target: string,
  make: (partial: string) => void,
): StoreContents => {
  const partial = `${target}.partial`;
  try {
    for (const file of [partial, `${partial}-journal`]) rmSync(file, { force: true });
    make(partial);
    const contents = verifyStore(partial, from);
    syncFile(partial);
    renameSync(partial, target);
    syncDirectory(dirname(target));
    return contents;
  } catch (error) {
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(partial + end, { force: true });
    throw storeFailure(target, error);
  }
};

const copyInto = (from: string, partial: string, target: string): void => {
  const connection = connect(from);
  try {
    demandSchema(from, connection);
    connection.prepare('VACUUM INTO ?').run([partial]);
  } catch (error) {
    const { code } = storeFailure(target, error);
    const isOfTheSource = code === 'STORE_DAMAGED' || code === 'STORE_LOCKED';
    throw storeFailure(isOfTheSource ? from : target, error);
  } finally {
    connection.close();
  }
};
