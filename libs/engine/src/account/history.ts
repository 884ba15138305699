import {
  Admission,
  POOL_NOT_GIVEN_HERE,
  sortByInstant,
  STARTED,
  type Agreement,
  type FactBatch,
  type Instant,
  type OrderedFacts,
} from '@seatmeter/metering';
import type { FactIdentity, RecordedFact } from '../stream/events';
import { longer } from '../longer';
import type { ByteReader, ByteWriter } from '../stream/byte-writer';
import { ArrivedFacts, RELEASED, ROOM } from './arrived-facts';
import { Ties } from './ties';

/** All facts of one account, and the order and outcome of those that count under its agreement; about 35 bytes a fact, and its index. */
export class History extends ArrivedFacts implements FactBatch, OrderedFacts {
  /** By place in the agreement, as {@link FactBatch} says. */
  pool = new Int32Array(ROOM);
  outcomes = new Uint8Array(ROOM);
  /** The facts that count, by event time; those of one instant in any order. */
  order = new Uint32Array(ROOM);
  count = 0;
  readonly hash = new Int32Array(0);
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

  /** Adds a fact; where it counts, it takes its place in {@link order}. @returns whether it does. */
  add(fact: RecordedFact): boolean {
    const number = this.arrive(fact);
    this.admit(number);
    return this.place(number, fact);
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
    this.sort();
    this.noteTies();
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

  /** Most facts come in order: then there is nothing to do. */
  private sort(): void {
    const { order, at, count } = this;
    let sorted = 1;
    while (sorted < count && at[order[sorted - 1]!]! <= at[order[sorted]!]!) sorted += 1;
    if (sorted < count) order.set(sortByInstant(order.subarray(0, count), at));
  }

  /** Finds, instant by instant, the facts that share their session and kind. */
  private noteTies(): void {
    const seen = new Map<number, number>();
    for (let place = 1; place < this.count; place += 1) {
      const [before, fact] = [this.order[place - 1]!, this.order[place]!];
      if (this.at[before] !== this.at[fact]) {
        if (seen.size > 0) seen.clear();
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

  protected override grow(): void {
    super.grow();
    this.pool = longer(this.pool);
    this.outcomes = longer(this.outcomes);
    this.order = longer(this.order);
  }

  override *write(to: ByteWriter): Generator<undefined> {
    this.ties.write(to);
    yield* super.write(to);
  }

  /** As the facts arrived; what an agreement makes of them, {@link agree} must say after it. */
  override read(from: ByteReader): void {
    this.ties.read(from);
    super.read(from);
    const room = this.kind.length;
    this.pool = new Int32Array(room);
    this.outcomes = new Uint8Array(room);
    this.order = new Uint32Array(room);
  }
}
