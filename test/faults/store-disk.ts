import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const newDirectory = (): string => mkdtempSync(join(tmpdir(), 'seatmeter-fault-'));

export const removeDirectory = (directory: string): void => {
  rmSync(directory, { recursive: true, force: true });
};

/** A disk that can be filled to the last byte and emptied again; undefined where none can be mounted. */
export interface SmallDisk {
  readonly directory: string;
  readonly fill: () => void;
  readonly makeRoom: () => void;
  readonly remove: () => void;
}

export const smallDisk = (): SmallDisk | undefined => {
  const directory = newDirectory();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', directory], {
      stdio: 'ignore',
    });
  } catch {
    removeDirectory(directory);
    return undefined;
  }
  const ballast = join(directory, 'ballast');
  return {
    directory,
    fill: () => {
      const { bavail, bsize } = statfsSync(directory);
      writeFileSync(ballast, Buffer.alloc(bavail * bsize));
    },
    makeRoom: () => {
      rmSync(ballast);
    },
    remove: () => {
      execFileSync('umount', ['-l', directory]);
      removeDirectory(directory);
    },
  };
};

/** What opening a directory says to one who may read there and write nothing. */
export const openWithoutRights = (dataDir: string): OpenFailure => {
  chmodSync(dataDir, 0o555);
  try {
    const script = join(__dirname, 'store-opener.ts');
    const said = execFileSync(process.execPath, ['--import', 'tsx', script, dataDir]);
    return JSON.parse(said.toString()) as OpenFailure;
  } finally {
    chmodSync(dataDir, 0o755);
  }
};

export interface OpenFailure {
  readonly code: string;
  readonly message: string;
}
