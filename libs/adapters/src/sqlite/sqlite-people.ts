import { People, type Person } from '@seatmeter/engine';
import { randomBytes } from 'node:crypto';
import type { SqliteDatabase } from './sqlite-database';
import { settledOrFail } from './store-problem';

/** The directory of people: two tables beside the log, which never mentions a name. */
export class SqlitePeople extends People {
  private readonly insertKey;
  private readonly selectKey;
  private readonly insertPerson;
  private readonly selectName;
  private readonly deletePerson;

  constructor(private readonly database: SqliteDatabase) {
    super();
    const prepare = (sql: string) => database.connection.prepare(sql);
    this.insertKey = prepare('INSERT OR IGNORE INTO account_keys VALUES (?, ?)');
    this.selectKey = prepare('SELECT key FROM account_keys WHERE account = ?');
    this.insertPerson = prepare('INSERT OR IGNORE INTO people VALUES (?, ?, ?)');
    this.selectName = prepare('SELECT user_id FROM people WHERE account = ? AND pseudonym = ?');
    this.deletePerson = prepare('DELETE FROM people WHERE account = ? AND pseudonym = ?');
  }

  override keyOf(account: string): Promise<Uint8Array> {
    return this.settled(() => {
      const known = this.keyIn(account);
      if (known !== undefined) return known;
      this.insertKey.run([bytesOf(account), randomBytes(32)]);
      return this.keyIn(account)!;
    });
  }

  override remember(met: ReadonlyMap<string, readonly Person[]>): Promise<void> {
    return this.settled(() => {
      const unknown = [...met].flatMap(([account, people]) =>
        people
          .filter(({ pseudonym }) => this.nameIn(account, pseudonym) === undefined)
          .map((person) => ({ account, ...person })),
      );
      if (unknown.length === 0) return;
      this.database.transaction(() => {
        for (const { account, pseudonym, userId } of unknown)
          this.insertPerson.run([bytesOf(account), pseudonym, bytesOf(userId)]);
      });
    });
  }

  override namesOf(account: string, pseudonyms: readonly string[]): Promise<Map<string, string>> {
    return this.settled(() => {
      const names = new Map<string, string>();
      for (const pseudonym of pseudonyms) {
        const name = this.nameIn(account, pseudonym);
        if (name !== undefined) names.set(pseudonym, name);
      }
      return names;
    });
  }

  /** The name is overwritten in the database, and its copies in the WAL go as soon as nobody reads there. */
  override erase(account: string, pseudonym: string): Promise<boolean> {
    return this.settled(() => {
      const { changes } = this.deletePerson.run([bytesOf(account), pseudonym]);
      this.database.carryOverWal();
      return changes > 0;
    });
  }

  private keyIn(account: string): Uint8Array | undefined {
    const row = this.selectKey.get([bytesOf(account)]) as { key: Buffer } | undefined;
    return row?.key;
  }

  private nameIn(account: string, pseudonym: string): string | undefined {
    const row = this.selectName.get([bytesOf(account), pseudonym]) as
      { user_id: Buffer } | undefined;
    return row?.user_id.toString('utf16le');
  }

  private settled<T>(action: () => T): Promise<T> {
    return settledOrFail(this.database.path, () => {
      this.database.demandOpen();
      return action();
    });
  }
}

const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf16le');
