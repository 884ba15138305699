import { KINDS, Names } from '@seatmeter/metering';
import { longer } from '../longer';
import type { ByteReader, ByteWriter } from '../stream/byte-writer';
import type { HeldOnArrival, RecordedFact } from '../stream/events';
import { readColumn, readInstants, writeColumn, writeInstants } from './column-bytes';
import { FactIndex, fingerprint, type Fingerprint } from './fact-index';

const HELD: readonly (HeldOnArrival | 'released' | undefined)[] = [
  undefined,
  'conflicting-duplicate',
  'too-old',
  'too-far-ahead',
  'released',
];
export const RELEASED = HELD.indexOf('released');

/** Columns never have less room. */
export const ROOM = 64;

/** The facts of an account in order of arrival, as its stream tells them and nothing else does: columns of small numbers. Texts stay in the store. */
export class ArrivedFacts {
  length = 0;
  kind = new Uint8Array(ROOM);
  at = new Float64Array(ROOM);
  session = new Int32Array(ROOM);
  user = new Int32Array(ROOM);
  leaseSeconds = new Int32Array(ROOM);
  readonly sessionIds = new Names();
  readonly userIds = new Names();
  protected readonly poolNames = new Names();
  /** The pool that the fact names, by {@link poolNames}; -1: none. */
  protected named = new Int32Array(ROOM);
  protected held = new Uint8Array(ROOM);
  private readonly index = new FactIndex();
  private readonly print: Fingerprint = { low: 0, high: 0 };
  /** By version of the stream: the first fact of that append. */
  private readonly firsts: number[] = [];

  /** The facts added from now on belong to this append. */
  beginAppend(version: number): void {
    this.firsts[version] = this.length;
  }

  /** The append that holds a fact. */
  versionOf(fact: number): number {
    let [low, high] = [0, this.firsts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.firsts[middle]! <= fact) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The first fact of an append. */
  firstOf(version: number): number {
    return this.firsts[version]!;
  }

  /** The facts that may have this identity, the earliest first. */
  candidates(source: string, id: string): number[] {
    fingerprint(source, id, this.print);
    return this.index.candidates(this.print);
  }

  /** Why the fact is outside on its arrival's account; `released` when it no longer is. */
  heldAs(fact: number): HeldOnArrival | 'released' | undefined {
    return HELD[this.held[fact]!];
  }

  /** Adds a fact. @returns its number. */
  protected arrive(fact: RecordedFact): number {
    const { length } = this;
    if (length === this.kind.length) this.grow();
    this.kind[length] = KINDS[fact.type];
    this.at[length] = fact.at;
    this.session[length] = this.sessionIds.take(fact.sessionId);
    this.user[length] = fact.userId === undefined ? -1 : this.userIds.take(fact.userId);
    this.named[length] = fact.pool === undefined ? -1 : this.poolNames.take(fact.pool);
    this.leaseSeconds[length] = fact.leaseSeconds ?? 0;
    this.held[length] = HELD.indexOf(fact.held);
    fingerprint(fact.source, fact.id, this.print);
    this.index.add(this.print);
    this.length += 1;
    return length;
  }

  protected grow(): void {
    this.kind = longer(this.kind);
    this.at = longer(this.at);
    this.session = longer(this.session);
    this.user = longer(this.user);
    this.leaseSeconds = longer(this.leaseSeconds);
    this.named = longer(this.named);
    this.held = longer(this.held);
  }

  /** Writes all of it for {@link read}. */
  write(to: ByteWriter): void {
    const { length, firsts } = this;
    to.number(length);
    to.number(firsts.length);
    const sizes = firsts.map((first, version) => (firsts[version + 1] ?? length) - first);
    writeColumn(to, Int32Array.from(sizes));
    for (const names of this.names()) {
      to.number(names.list.length);
      for (const name of names.list) to.text(name);
    }
    for (const column of [this.kind, this.held, this.session, this.user, this.named])
      writeColumn(to, column.subarray(0, length));
    writeColumn(to, this.leaseSeconds.subarray(0, length));
    writeInstants(to, this.at.subarray(0, length));
    this.index.write(to);
  }

  /** Takes, while there is no fact yet, what {@link write} wrote. */
  read(from: ByteReader): void {
    const length = from.number();
    const appends = from.number();
    let first = 0;
    for (const size of readColumn(from, new Int32Array(appends), appends)) {
      this.firsts.push(first);
      first += size;
    }
    for (const names of this.names())
      for (let count = from.number(); count > 0; count -= 1) names.take(from.text());
    const room = Math.max(ROOM, length + (length >> 3));
    this.kind = readColumn(from, new Uint8Array(room), length);
    this.held = readColumn(from, new Uint8Array(room), length);
    this.session = readColumn(from, new Int32Array(room), length);
    this.user = readColumn(from, new Int32Array(room), length);
    this.named = readColumn(from, new Int32Array(room), length);
    this.leaseSeconds = readColumn(from, new Int32Array(room), length);
    this.at = readInstants(from, new Float64Array(room), length);
    this.index.read(from, length);
    this.length = length;
  }

  private names(): readonly Names[] {
    return [this.sessionIds, this.userIds, this.poolNames];
  }
}
