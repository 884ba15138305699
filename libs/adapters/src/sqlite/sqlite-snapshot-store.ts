import { SnapshotStore } from '@seatmeter/engine';
import Database from 'libsql';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

/** "SEAs", and which tables are in it. Any other file of that name is made anew. */
const APPLICATION_ID = 0x53454173;
const SCHEMA_VERSION = 1;

const SCHEMA = `
  CREATE TABLE snapshots (account BLOB PRIMARY KEY, checksum INTEGER NOT NULL, bytes BLOB NOT NULL);
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

interface Row {
  readonly checksum: number;
  readonly bytes: Buffer;
}

/**
 * Snapshots in a file of their own beside the store. It is never synced: a power cut may damage it, and whatever is
 * wrong with it, it is thrown away and made anew. Where that fails, too, nothing is kept until the next start.
 */
export class SqliteSnapshotStore extends SnapshotStore {
  private readonly path: string;
  private connection: Database.Database | undefined;

  /** The directory is there, and nobody else uses it. */
  constructor(dataDir: string) {
    super();
    this.path = join(dataDir, 'seatmeter-snapshots.db');
    this.connection = opened(this.path) ?? this.anew();
  }

  override save(account: string, bytes: Uint8Array): Promise<void> {
    const row = [nameOf(account), checksumOf(account, bytes), bytes];
    this.orAnew((connection) =>
      connection.prepare('INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?)').run(row),
    );
    return Promise.resolve();
  }

  override read(account: string): Promise<Uint8Array | undefined> {
    const row = this.orAnew(
      (connection) =>
        connection
          .prepare('SELECT checksum, bytes FROM snapshots WHERE account = ?')
          .get([nameOf(account)]) as Row | undefined,
    );
    const isWhole = row?.checksum === (row && checksumOf(account, row.bytes));
    return Promise.resolve(isWhole ? row?.bytes : undefined);
  }

  override close(): Promise<void> {
    const { connection } = this;
    this.connection = undefined;
    connection?.close();
    return Promise.resolve();
  }

  /** Does it, on an empty file where it failed; undefined where it fails there, too. */
  private orAnew<T>(action: (connection: Database.Database) => T, isAgain = false): T | undefined {
    if (this.connection === undefined) return undefined;
    try {
      return action(this.connection);
    } catch {
      this.connection.close();
      this.connection = this.anew();
      return isAgain ? undefined : this.orAnew(action, true);
    }
  }

  /** An empty one, which also makes room on a full disk; undefined where it cannot be made. */
  private anew(): Database.Database | undefined {
    try {
      for (const end of ['', '-journal', '-wal', '-shm']) rmSync(this.path + end, { force: true });
      return opened(this.path);
    } catch {
      return undefined;
    }
  }
}

/** Undefined when it cannot be opened or is another's. */
const opened = (path: string): Database.Database | undefined => {
  let connection: Database.Database | undefined;
  try {
    connection = new Database(path);
    connection.exec('PRAGMA page_size = 16384; PRAGMA journal_mode = DELETE');
    connection.exec('PRAGMA synchronous = OFF; PRAGMA secure_delete = OFF');
    const numberOf = (pragma: string): number =>
      (connection!.prepare(`PRAGMA ${pragma}`).get([]) as Record<string, number>)[pragma]!;
    if (numberOf('schema_version') === 0) connection.exec(`BEGIN; ${SCHEMA} COMMIT`);
    const isOurs =
      numberOf('application_id') === APPLICATION_ID && numberOf('user_version') === SCHEMA_VERSION;
    if (isOurs) return connection;
  } catch {
    // What is wrong with it does not matter: nothing rests on it.
  }
  connection?.close();
  return undefined;
};

const nameOf = (account: string): Buffer => Buffer.from(account, 'utf16le');

/** Begun with the account, so that nothing passes in another's place. */
const checksumOf = (account: string, bytes: Uint8Array): number =>
  crc32(bytes, crc32(nameOf(account)));
