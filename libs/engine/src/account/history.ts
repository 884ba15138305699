import {
  Admission,
  KINDS,
  Names,
  POOL_NOT_GIVEN_HERE,
  STARTED,
  type Agreement,
  type FactBatch,
  type Instant,
  type OrderedFacts,
} from '@seatmeter/metering';
import type { FactIdentity, HeldOnArrival, RecordedFact } from '../stream/events';
import { FactIndex, fingerprint, type Fingerprint } from './fact-index';
import { longer } from '../longer';
import { Ties } from './ties';

const HELD: readonly (HeldOnArrival | 'released' | undefined)[] = [
  undefined,
  'conflicting-duplicate',
  'too-old',
  'too-far-ahead',
  'released',
];
const RELEASED = HELD.indexOf('released');

const ROOM = 64;

/** All facts of one account, in order of arrival, as columns of small numbers; about 35 bytes a fact, and its index. Texts stay in the store. */
export class History implements FactBatch, OrderedFacts {
  length = 0;
  kind = new Uint8Array(ROOM);
  at = new Float64Array(ROOM);
  session = new Int32Array(ROOM);
  user = new Int32Array(ROOM);
  /** By place in the agreement, as {@link FactBatch} says. */
  pool = new Int32Array(ROOM);
  leaseSeconds = new Int32Array(ROOM);
  outcomes = new Uint8Array(ROOM);
  /** The facts that count, by event time; those of one instant in any order. */
  order = new Uint32Array(ROOM);
  count = 0;
  readonly hash = new Int32Array(0);
  readonly sessionIds = new Names();
  readonly userIds = new Names();
  private readonly poolNames = new Names();
  /** The pool that the fact names, by {@link poolNames}; -1: none. */
  private named = new Int32Array(ROOM);
  private held = new Uint8Array(ROOM);
  private readonly index = new FactIndex();
  private readonly print: Fingerprint = { low: 0, high: 0 };
  /** By version of the stream: the first fact of that append. */
  private readonly firsts: number[] = [];
  private readonly ties = new Ties();
  private admission: Admission | undefined;

  /** The event time of the first fact that counts; Infinity without one. */
  get earliest(): Instant {
    return this.count > 0 ? this.at[this.order[0]!]! : Infinity;
  }

  get batch(): this {
    return this;
  }

  get sessions(): number {
    return this.sessionIds.list.length;
  }

  /** The facts added from now on belong to this append. */
  beginAppend(version: number): void {
    this.firsts[version] = this.length;
  }

  /** Adds a fact; where it counts, it takes its place in {@link order}. @returns whether it does. */
  add(fact: RecordedFact): boolean {
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
    this.admit(length);
    return this.place(length, fact);
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

  /** Lets a held fact count. @returns whether it does: the contract may not know its pool. */
  release(fact: number): boolean {
    this.held[fact] = RELEASED;
    return this.place(fact);
  }

  /** Lets everything count as this agreement says; the order and the outcomes begin anew. */
  agree(agreement: Agreement): void {
    for (const userId of agreement.users.keys()) this.userIds.take(userId);
    this.admission = new Admission(agreement);
    this.count = 0;
    for (let fact = 0; fact < this.length; fact += 1) {
      this.admit(fact);
      if (this.counts(fact)) this.order[this.count++] = fact;
    }
    this.order.subarray(0, this.count).sort((one, other) => this.at[one]! - this.at[other]!);
    this.noteTies();
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

  /** Facts whose identity must be told before the order can be folded. */
  get withoutIdentity(): readonly number[] {
    return this.ties.untold;
  }

  tellIdentity(fact: number, identity: FactIdentity): void {
    this.ties.tell(fact, identity);
  }

  sameIdentity(one: number, other: number): boolean {
    return one === other;
  }

  sameContent(one: number, other: number): boolean {
    return one === other;
  }

  source(fact: number): string {
    return this.ties.of(fact).source;
  }

  id(fact: number): string {
    return this.ties.of(fact).id;
  }

  userNumber(userId: string): number | undefined {
    return this.userIds.find(userId);
  }

  private admit(fact: number): void {
    const { admission } = this;
    if (admission === undefined || this.kind[fact] !== STARTED) return;
    const named = this.named[fact]!;
    const user = this.user[fact]!;
    if (named >= 0) this.pool[fact] = admission.poolNamed(this.poolNames.list[named]!);
    else if (user < 0) this.pool[fact] = POOL_NOT_GIVEN_HERE;
    else this.pool[fact] = admission.poolOf(this.userIds.list[user]!, this.at[fact]!);
  }

  /** Whether the fact reaches the sessions: nothing holds it, and a `started` has a pool. */
  private counts(fact: number): boolean {
    if (this.admission === undefined) return false;
    const held = this.held[fact]!;
    if (held !== 0 && held !== RELEASED) return false;
    return this.kind[fact] !== STARTED || this.pool[fact]! >= 0;
  }

  /** Gives a fact its place, where it counts; says whether it does. */
  private place(fact: number, identity?: FactIdentity): boolean {
    if (!this.counts(fact)) return false;
    const at = this.at[fact]!;
    let place = this.count;
    if (place > 0 && this.at[this.order[place - 1]!]! > at) place = this.firstAfter(at);
    this.order.copyWithin(place + 1, place, this.count);
    this.order[place] = fact;
    this.count += 1;
    for (let before = place - 1; before >= 0 && this.at[this.order[before]!] === at; before -= 1) {
      this.noteTie(before, place, identity);
    }
    return true;
  }

  /** The first place whose fact is later than `at`. */
  private firstAfter(at: Instant): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at[this.order[middle]!]! <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Finds, instant by instant, the facts that share their session and kind. */
  private noteTies(): void {
    const seen = new Map<number, number>();
    for (let place = 1; place < this.count; place += 1) {
      const [before, fact] = [this.order[place - 1]!, this.order[place]!];
      if (this.at[before] !== this.at[fact]) {
        seen.clear();
        continue;
      }
      if (seen.size === 0) seen.set(4 * this.session[before]! + this.kind[before]!, place - 1);
      const key = 4 * this.session[fact]! + this.kind[fact]!;
      const twin = seen.get(key);
      if (twin !== undefined) this.noteTie(twin, place);
      seen.set(key, place);
    }
  }

  /** Notes that the identities of the facts at two places decide their order, if they do. */
  private noteTie(place: number, other: number, identity?: FactIdentity): void {
    const [one, two] = [this.order[place]!, this.order[other]!];
    if (this.at[one] !== this.at[two] || this.session[one] !== this.session[two]) return;
    if (this.kind[one] !== this.kind[two]) return;
    if (identity !== undefined) this.ties.tell(two, identity);
    this.ties.need(one, two);
  }

  private grow(): void {
    this.kind = longer(this.kind);
    this.at = longer(this.at);
    this.session = longer(this.session);
    this.user = longer(this.user);
    this.pool = longer(this.pool);
    this.leaseSeconds = longer(this.leaseSeconds);
    this.outcomes = longer(this.outcomes);
    this.order = longer(this.order);
    this.named = longer(this.named);
    this.held = longer(this.held);
  }
}
