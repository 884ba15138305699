import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { orFail } from './store-problem';

/** Makes a directory that can be written, and its parents. @throws StoreFailed */
export const makeDirectory = (directory: string): void => {
  orFail(directory, () => {
    const first = mkdirSync(directory, { recursive: true });
    if (first !== undefined) syncDirectory(dirname(first));
    accessSync(directory, constants.W_OK | constants.X_OK);
  });
};

/** @throws StoreFailed STORE_READ_ONLY when it is there and cannot be written. */
export const demandWritable = (file: string): void => {
  if (!existsSync(file)) return;
  orFail(file, () => {
    accessSync(file, constants.R_OK | constants.W_OK);
  });
};

/** What was made or renamed in a directory survives a power cut only after this. */
export const syncDirectory = (directory: string): void => {
  if (process.platform !== 'win32') sync(directory, 'r');
};

export const syncFile = (file: string): void => {
  sync(file, 'r+');
};

/** In bytes; 0 when there is no such file. */
export const sizeOf = (file: string): number =>
  statSync(file, { throwIfNoEntry: false })?.size ?? 0;

const sync = (path: string, flags: string): void => {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};
