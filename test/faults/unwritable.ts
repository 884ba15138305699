import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';

const NOBODY = 65_534;

/** How a process has to run so that it may not write in a directory, and how that ends. */
export interface Unwritable {
  readonly uid?: number;
  readonly undo: () => void;
}

const mount = (...args: string[]): boolean => {
  try {
    execFileSync('mount', args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Takes the right to write away. The superuser has it everywhere but on a read-only mount; without one, nobody is asked. */
export const makeUnwritable = (directory: string): Unwritable => {
  const isRoot = process.getuid?.() === 0;
  if (isRoot && mount('--bind', directory, directory)) {
    mount('-o', 'remount,bind,ro', directory);
    return {
      undo: () => {
        execFileSync('umount', ['-l', directory]);
      },
    };
  }
  chmodSync(dirname(directory), 0o755);
  chmodSync(directory, 0o555);
  const undo = (): void => {
    chmodSync(directory, 0o755);
  };
  return isRoot ? { uid: NOBODY, undo } : { undo };
};
