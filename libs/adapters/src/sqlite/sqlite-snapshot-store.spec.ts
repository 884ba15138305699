import Database from 'libsql';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { snapshotStoreContract } from '../../../engine/src/testing/snapshot-store.contract';
import { SqliteSnapshotStore } from './sqlite-snapshot-store';

const newDirectory = (): string => mkdtempSync(join(tmpdir(), 'seatmeter-'));

snapshotStoreContract('SqliteSnapshotStore', () => {
  const directory = newDirectory();
  const snapshots = new SqliteSnapshotStore(directory);
  const close = async (): Promise<void> => {
    await snapshots.close();
    rmSync(directory, { recursive: true });
  };
  return Promise.resolve({ snapshots, close });
});

describe('SqliteSnapshotStore', () => {
  let directory: string;
  let file: string;
  let snapshots: SqliteSnapshotStore;
  const large = Buffer.alloc(200_000, 'as it was saved');
  beforeEach(async () => {
    directory = newDirectory();
    file = join(directory, 'seatmeter-snapshots.db');
    snapshots = new SqliteSnapshotStore(directory);
    await snapshots.save('acme', large);
  });
  afterEach(async () => {
    await snapshots.close();
    rmSync(directory, { recursive: true });
  });
  const reopen = async (meanwhile: () => void): Promise<void> => {
    await snapshots.close();
    meanwhile();
    snapshots = new SqliteSnapshotStore(directory);
  };
  const run = (sql: string): void => {
    const database = new Database(file);
    database.exec(sql);
    database.close();
  };
  const takesSnapshots = async (): Promise<void> => {
    await snapshots.save('beta', Buffer.from('new'));
    expect(await snapshots.read('beta')).toEqual(Buffer.from('new'));
  };

  it('still has them when it is opened anew', async () => {
    await reopen(() => undefined);
    expect(Buffer.compare((await snapshots.read('acme'))!, large)).toBe(0);
  });

  it.each<[string, () => void]>([
    [
      'is gone',
      () => {
        rmSync(file);
      },
    ],
    [
      'is empty',
      () => {
        truncateSync(file);
      },
    ],
    [
      'is cut short',
      () => {
        truncateSync(file, 100_000);
      },
    ],
    [
      'holds something else',
      () => {
        writeFileSync(file, 'something else '.repeat(10_000));
      },
    ],
    [
      'is the database of another program',
      () => {
        rmSync(file);
        run('CREATE TABLE snapshots (other); PRAGMA user_version = 1');
      },
    ],
    [
      'is of another version',
      () => {
        run('PRAGMA user_version = 2');
      },
    ],
  ])('goes on with an empty one where the file %s', async (_, meanwhile) => {
    await reopen(meanwhile);
    expect(await snapshots.read('acme')).toBeUndefined();
    await takesSnapshots();
  });

  it('gives nothing where a byte is another', async () => {
    await reopen(() => {
      const bytes = readFileSync(file);
      bytes[100_000]! ^= 1;
      writeFileSync(file, bytes);
    });
    expect(await snapshots.read('acme')).toBeUndefined();
    await takesSnapshots();
  });

  it('gives nothing where the bytes are those of another account', async () => {
    await reopen(() => {
      run("UPDATE snapshots SET account = x'6200650074006100'");
    });
    expect(await snapshots.read('beta')).toBeUndefined();
  });

  it('goes on when the file is deleted under its feet', async () => {
    rmSync(file);
    await takesSnapshots();
  });

  it('keeps nothing, and fails nobody, where no file can be made', async () => {
    await reopen(() => {
      rmSync(file);
      mkdirSync(join(file, 'in the way'), { recursive: true });
    });
    await snapshots.save('acme', large);
    expect(await snapshots.read('acme')).toBeUndefined();
    expect(existsSync(join(file, 'in the way'))).toBe(true);
  });
});
