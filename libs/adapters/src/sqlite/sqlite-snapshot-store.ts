import { SnapshotStore } from '@seatmeter/engine';
import Database from 'libsql';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';

/** "SEAs", and which tables are in it. Any other file of that name is made anew. */
const APPLICATION_ID = 0x53454173;
const SCHEMA_VERSION = 1;

const SCHEMA = `
  CREATE TABLE snapshots (
    account BLOB NOT NULL, part INTEGER NOT NULL, parts INTEGER NOT NULL, checksum INTEGER NOT NULL,
    bytes BLOB NOT NULL, PRIMARY KEY (account, part)
  );
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** A large snapshot is written so many bytes at a time. */
const PART_BYTES = 1 << 20;

interface Row {
  readonly parts: number;
  /** Of all parts; with the first. */
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

  /** The first part last: with it the others are whole. */
  override async save(account: string, bytes: Uint8Array): Promise<void> {
    const parts = Math.max(1, Math.ceil(bytes.length / PART_BYTES));
    const checksum = checksumOf(account, bytes);
    for (let part = parts - 1; part >= 0; part -= 1) {
      const piece = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
      this.orAnew((connection) =>
        connection
          .prepare('INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?, ?)')
          .run([nameOf(account), part, parts, checksum, piece]),
      );
      if (part > 0) await setImmediate();
    }
  }

  override read(account: string): Promise<Uint8Array | undefined> {
    const first = this.readPart(account, 0);
    if (first === undefined) return Promise.resolve(undefined);
    const pieces = [first.bytes];
    for (let part = 1; part < first.parts; part += 1)
      pieces.push(this.readPart(account, part)?.bytes ?? Buffer.alloc(0));
    const bytes = pieces.length === 1 ? first.bytes : Buffer.concat(pieces);
    const isWhole = first.checksum === checksumOf(account, bytes);
    return Promise.resolve(isWhole ? bytes : undefined);
  }

  private readPart(account: string, part: number): Row | undefined {
    return this.orAnew(
      (connection) =>
        connection
          .prepare('SELECT parts, checksum, bytes FROM snapshots WHERE account = ? AND part = ?')
          .get([nameOf(account), part]) as Row | undefined,
    );
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
