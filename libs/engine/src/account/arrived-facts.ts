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

/** Names written in one step. */
const STEP = 20_000;

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
  candidates(source: string, id: string): readonly number[] {
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

  /** Writes all of it, as it is now, for {@link read}: in steps, between which more may arrive. */
  *write(to: ByteWriter): Generator<undefined> {
    const { length, firsts } = this;
    const appends = firsts.length;
    const names = this.names().map(({ list }) => ({ list, count: list.length }));
    const { kind, session, user, named, leaseSeconds } = this;
    // What has arrived stays as it is, but for this.
    const held = this.held.slice(0, length);
    const columns = [kind, held, session, user, named, leaseSeconds, ...this.index.prints];
    const at = this.at.subarray(0, length);
    to.number(length);
    to.number(appends);
    const sizes = new Int32Array(appends);
    for (let version = 0; version < appends; version += 1)
      sizes[version] = (firsts[version + 1] ?? length) - firsts[version]!;
    writeColumn(to, sizes);
    for (const { list, count } of names) {
      to.number(count);
      for (let number = 0; number < count; number += 1) {
        to.text(list[number]!);
        if (number % STEP === STEP - 1) yield;
      }
    }
    for (const column of columns) {
      writeColumn(to, column.subarray(0, length));
      yield;
    }
    writeInstants(to, at);
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
    this.index.read(from, length);
    this.at = readInstants(from, new Float64Array(room), length);
    this.length = length;
  }

  private names(): readonly Names[] {
    return [this.sessionIds, this.userIds, this.poolNames];
  }
}
