import {
  EventStore,
  StreamMoved,
  type Append,
  type Position,
  type StoredAppend,
} from '@seatmeter/engine';

/** For tests and for trying things out: what it holds ends with the process. */
export class MemoryEventStore extends EventStore {
  private readonly all: StoredAppend[] = [];
  private readonly byStream = new Map<string, StoredAppend[]>();
  /** Of each list, by the position of its first append: how many there were. */
  private readonly lists = new Map<Position, number>();

  override append(appends: readonly Append[]): Promise<Position> {
    return settled(() => {
      if (appends.length === 0) throw new RangeError('there is nothing to append');
      const position = this.positionOfRepeat(appends);
      if (position !== undefined) return position;
      this.demandNext(appends);
      this.lists.set(this.all.length, appends.length);
      for (const append of appends) this.add(append);
      return this.all.length - 1;
    });
  }

  override async *read(stream: string, from = 0): AsyncIterable<StoredAppend> {
    for (let version = from; version < this.lengthOf(stream); version += 1) {
      await Promise.resolve();
      yield copyOf(this.at(stream, version));
    }
  }

  override readSome(stream: string, versions: readonly number[]): Promise<StoredAppend[]> {
    return settled(() => versions.map((version) => copyOf(this.at(stream, version))));
  }

  override async *streams(): AsyncIterable<{ stream: string; length: number }> {
    await Promise.resolve();
    for (const [stream, { length }] of this.byStream) yield { stream, length };
  }

  override async *log(after: Position): AsyncIterable<StoredAppend> {
    for (let position = after + 1; position < this.all.length; position += 1) {
      await Promise.resolve();
      yield copyOf(this.all[position]!);
    }
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }

  private lengthOf(stream: string): number {
    return this.byStream.get(stream)?.length ?? 0;
  }

  private at(stream: string, version: number): StoredAppend {
    const stored = this.byStream.get(stream)?.[version];
    if (stored === undefined) throw new RangeError(`${stream} has no append ${version}`);
    return stored;
  }

  /** The answer of the first time, when exactly this list is stored already. */
  private positionOfRepeat(appends: readonly Append[]): Position | undefined {
    const [{ stream, version }] = appends as [Append];
    const first = this.byStream.get(stream)?.[version]?.position;
    if (first === undefined || this.lists.get(first) !== appends.length) return undefined;
    const repeated = appends.every((append, index) => isSame(append, this.all[first + index]!));
    return repeated ? first + appends.length - 1 : undefined;
  }

  private demandNext(appends: readonly Append[]): void {
    const next = new Map<string, number>();
    for (const { stream, version } of appends) {
      const expected = next.get(stream) ?? this.lengthOf(stream);
      if (version !== expected) throw new StreamMoved(stream, version, expected);
      next.set(stream, expected + 1);
    }
  }

  private add({ stream, version, bytes }: Append): void {
    const stored = { stream, version, bytes: bytes.slice(), position: this.all.length };
    const appends = this.byStream.get(stream);
    if (appends === undefined) this.byStream.set(stream, [stored]);
    else appends.push(stored);
    this.all.push(stored);
  }
}

/** A promise of what is known at once, rejected with what is thrown. */
const settled = <T>(answer: () => T): Promise<T> =>
  new Promise((resolve) => {
    resolve(answer());
  });

const isSame = (one: Append, other: Append): boolean =>
  one.stream === other.stream &&
  one.version === other.version &&
  Buffer.compare(one.bytes, other.bytes) === 0;

const copyOf = (stored: StoredAppend): StoredAppend => ({ ...stored, bytes: stored.bytes.slice() });
