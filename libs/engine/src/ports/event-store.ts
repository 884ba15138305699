/** Where an append stands in the whole log; positions grow, and are not without gaps. */
export type Position = number;

/** What one writer says of one account at once: facts, and the decisions they lead to. All of it or none is stored. */
export interface Append {
  /** The account's id. */
  readonly stream: string;
  /** The place in its stream that it takes; the first of a stream is 0. */
  readonly version: number;
  /** Its canonical bytes, which nothing in the store looks into. */
  readonly bytes: Uint8Array;
}

/** An append as it is stored. */
export interface StoredAppend extends Append {
  readonly position: Position;
}

/** The account's stream is not where the writer believed it to be: read it again, decide again. */
export class StreamMoved extends Error {
  override readonly name = 'StreamMoved';
  readonly code = 'STREAM_MOVED';
  readonly retriable = true;

  constructor(
    readonly stream: string,
    /** The version that the writer wanted to take. */
    readonly wanted: number,
    /** The version that the next append of the stream has to take. */
    readonly next: number,
  ) {
    super(`the stream ${stream} is at version ${next}, not at ${wanted}: read it and try again`);
  }
}

/** The store cannot take or give anything now: the disk is full, read-only or broken. Nothing was acknowledged. */
export class StoreFailed extends Error {
  override readonly name = 'StoreFailed';

  constructor(
    readonly code:
      | 'STORE_FULL'
      | 'STORE_READ_ONLY'
      | 'STORE_LOCKED'
      | 'STORE_DAMAGED'
      | 'STORE_NEWER'
      | 'STORE_MISUSED'
      | 'STORE_FAILED',
    /** What happened and what to do about it. */
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }

  /** What is damaged, too new or asked for wrongly stays so. */
  get retriable(): boolean {
    return !['STORE_DAMAGED', 'STORE_NEWER', 'STORE_MISUSED'].includes(this.code);
  }
}

/**
 * The truth: a stream of appends an account, and one log of them all. Atomic, ordered, durable. What is read is what
 * was acknowledged, in the order of versions (a stream) or positions (the log). Every adapter passes
 * `testing/event-store.contract.ts`.
 */
export abstract class EventStore {
  /**
   * Appends everything or nothing; when it resolves, all of it survives a power cut. Several appends of one stream
   * follow each other in the list. The same list sent again, as after a lost reply, changes nothing and answers as it
   * did the first time.
   * @returns the position of the last.
   * @throws StreamMoved when a stream is not at the version before: of the first such append, and what was before it in
   * the list counts. StoreFailed when it cannot be written. RangeError when the list is empty.
   */
  abstract append(appends: readonly Append[]): Promise<Position>;

  /** The appends of a stream from a version on, in order; none of a stream that nobody wrote to. */
  abstract read(stream: string, from?: number): AsyncIterable<StoredAppend>;

  /** Some appends of a stream, in the order asked for. @throws RangeError when one of them is not there. */
  abstract readSome(stream: string, versions: readonly number[]): Promise<StoredAppend[]>;

  /** Every stream and its number of appends. */
  abstract streams(): AsyncIterable<{ readonly stream: string; readonly length: number }>;

  /** The whole log behind a position (-1: from its beginning), in order, up to what was there when the reading ended. */
  abstract log(after: Position): AsyncIterable<StoredAppend>;

  /** Lets go of what it holds. Appends that were acknowledged are safe. */
  abstract close(): Promise<void>;
}
