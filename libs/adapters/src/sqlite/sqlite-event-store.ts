import {
  EventStore,
  StoreFailed,
  StreamMoved,
  type Append,
  type Position,
  type StoredAppend,
} from '@seatmeter/engine';
import { setImmediate } from 'node:timers/promises';
import { LogReader } from './log-reader';
import { encodeRow } from './log-row';
import type { SqliteDatabase } from './sqlite-database';
import { settledOrFail } from './store-problem';

/**
 * One row of the log for what is appended together, whatever streams it is of: one write and one fsync. Where each
 * append lies is kept in memory, read from the directories of the rows when it is opened.
 */
export class SqliteEventStore extends EventStore {
  private readonly reader: LogReader;
  private readonly insert;
  /** A write failed: SQLite rolled it back, and that is looked up before the next. */
  private doubtful = false;

  /** @throws StoreFailed STORE_DAMAGED when the log has not every append from the first to the last. */
  constructor(private readonly database: SqliteDatabase) {
    super();
    this.reader = new LogReader(database.path, database.connection);
    this.reader.readOn();
    this.insert = database.connection.prepare('INSERT INTO log VALUES (?, ?, ?)');
  }

  override append(appends: readonly Append[]): Promise<Position> {
    return this.settled(() => {
      if (appends.length === 0) throw new RangeError('there is nothing to append');
      if (this.doubtful) this.reader.readOn();
      this.doubtful = false;
      const position = this.positionOfRepeat(appends);
      if (position !== undefined) return position;
      this.demandNext(appends);
      this.write(appends);
      return this.reader.index.length - 1;
    });
  }

  override async *read(stream: string, from = 0): AsyncIterable<StoredAppend> {
    for (let version = from; ;) {
      const found = await this.settled(() => this.reader.readRow(stream, version));
      if (found.length === 0) return;
      yield* found;
      version += found.length;
      await setImmediate();
    }
  }

  override readSome(stream: string, versions: readonly number[]): Promise<StoredAppend[]> {
    return this.settled(() => this.reader.readVersions(stream, versions));
  }

  override async *streams(): AsyncIterable<{ stream: string; length: number }> {
    const { index } = this.reader;
    for (let number = 0; number < index.names.length; number += 1) {
      await this.settled(() => undefined);
      yield { stream: index.names[number]!, length: index.lengthAt(number) };
    }
  }

  override async *log(after: Position): AsyncIterable<StoredAppend> {
    for (let next = after + 1; next < this.reader.index.length;) {
      const from = next;
      const found = await this.settled(() => this.reader.readWholeRow(from));
      yield* found;
      next += found.length;
      await setImmediate();
    }
  }

  override close(): Promise<void> {
    return settledOrFail(this.database.path, () => {
      this.database.close();
    });
  }

  private settled<T>(action: () => T): Promise<T> {
    return settledOrFail(this.database.path, () => {
      this.database.demandOpen();
      return action();
    });
  }

  /** The answer of the first time, when exactly this list is stored already. */
  private positionOfRepeat(appends: readonly Append[]): Position | undefined {
    const { index } = this.reader;
    const [{ stream, version }] = appends as [Append];
    const first = index.positionsOf(stream)?.[version];
    if (first === undefined || !index.isList(first, appends.length)) return undefined;
    const stored = this.reader.readWholeRow(first);
    const isRepeat = appends.every((append, at) => isSame(append, stored[at]!));
    return isRepeat ? first + appends.length - 1 : undefined;
  }

  private demandNext(appends: readonly Append[]): void {
    const next = new Map<string, number>();
    for (const { stream, version } of appends) {
      const expected = next.get(stream) ?? this.reader.index.lengthOf(stream);
      if (version !== expected) throw new StreamMoved(stream, version, expected);
      next.set(stream, expected + 1);
    }
  }

  private write(appends: readonly Append[]): void {
    const { index } = this.reader;
    const position = index.length;
    const row = encodeRow(position, appends, (name) => index.numberOf(name), index.names.length);
    this.doubtful = true;
    this.insert.run([position, row.directory, row.data]);
    this.doubtful = false;
    if (!index.absorb(position, row.directory))
      throw new StoreFailed('STORE_FAILED', `row ${position} was written and cannot be read`);
  }
}

const isSame = (one: Append, other: Append): boolean =>
  one.stream === other.stream &&
  one.version === other.version &&
  Buffer.compare(one.bytes, other.bytes) === 0;
