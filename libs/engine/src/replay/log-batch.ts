import { sameBytes } from '@seatmeter/contracts';
import { STARTED, type Admission, type FactBatch } from '@seatmeter/metering';
import { BLOCK } from './fact-log';
import type { JoinedLogs } from './joined-logs';
import { slotHash, SlotNumbers, slotSize, slotText } from './slots';

/** The facts of one account after the other out of the logs, in the order of the file, as columns. */
export class LogBatch implements FactBatch {
  length = 0;
  readonly kind: Uint8Array;
  readonly at: Float64Array;
  readonly session: Int32Array;
  readonly user: Int32Array;
  readonly pool: Int32Array;
  readonly leaseSeconds: Int32Array;
  readonly hash: Int32Array;
  private readonly sessionNumbers: SlotNumbers;
  private readonly userNumbers: SlotNumbers;
  private readonly attributes: Int32Array;
  private readonly slab: Int32Array;
  /** Where each fact's id is in its slab. */
  private readonly idAt: Int32Array;
  /** The users' numbers by name, once somebody asks. */
  private usersByName: ReadonlyMap<string, number> | undefined;

  /** Room for accounts of up to `most` facts. */
  constructor(
    private readonly logs: JoinedLogs,
    most: number,
  ) {
    this.kind = new Uint8Array(most);
    this.at = new Float64Array(most);
    this.session = new Int32Array(most);
    this.user = new Int32Array(most);
    this.pool = new Int32Array(most);
    this.leaseSeconds = new Int32Array(most);
    this.hash = new Int32Array(most);
    this.attributes = new Int32Array(most);
    this.slab = new Int32Array(most);
    this.idAt = new Int32Array(most);
    this.sessionNumbers = new SlotNumbers(logs.views, most);
    this.userNumbers = new SlotNumbers(logs.views, most);
  }

  get sessions(): number {
    return this.sessionNumbers.count;
  }

  /** Reads an account's facts in place of the last one's. `admission`: of its agreement; none when nobody knows it. */
  read(account: string, admission?: Admission): void {
    const { logs } = this;
    const most = logs.countOf(account);
    this.length = 0;
    this.sessionNumbers.clear(most);
    this.userNumbers.clear(most);
    this.usersByName = undefined;
    for (const { log, number, firstSlab, renumbered } of logs.partsOf(account)) {
      for (let at = log.firstBlock[number]! * BLOCK; at >= 0; at = log.blocks[at + 3]! * BLOCK) {
        const slab = firstSlab + log.blocks[at]!;
        this.readBlock(slab, log.blocks[at + 1]!, log.blocks[at + 2]!, renumbered);
      }
    }
    if (admission !== undefined) this.admit(admission);
  }

  private readBlock(slab: number, start: number, end: number, renumbered: Int32Array): void {
    const { at, attributes, kind, leaseSeconds, session, user, hash, idAt } = this;
    const { sessionNumbers, userNumbers } = this;
    const view = this.logs.views[slab]!;
    let fact = this.length;
    for (let place = start; place < end; fact += 1) {
      at[fact] = view.getFloat64(place, true);
      const attribute = renumbered[view.getUint32(place + 8, true)]!;
      attributes[fact] = attribute;
      const common = this.logs.attributes[attribute]!;
      kind[fact] = common.kind;
      leaseSeconds[fact] = common.leaseSeconds;
      const id = place + 12;
      const sessionAt = id + slotSize(view, id);
      const userAt = sessionAt + slotSize(view, sessionAt);
      place = userAt + slotSize(view, userAt);
      this.slab[fact] = slab;
      idAt[fact] = id;
      hash[fact] = slotHash(view, id, sessionAt - id);
      session[fact] = sessionNumbers.take(slab, sessionAt, userAt - sessionAt);
      user[fact] = common.kind === STARTED ? userNumbers.take(slab, userAt, place - userAt) : -1;
    }
    this.length = fact;
  }

  private admit(admission: Admission): void {
    const { kind, attributes, pool, user, at } = this;
    for (let fact = 0; fact < this.length; fact += 1) {
      if (kind[fact] !== STARTED) continue;
      const named = this.logs.attributes[attributes[fact]!]!.pool;
      pool[fact] =
        named === undefined
          ? admission.poolOf(this.userNumbers.textOf(user[fact]!), at[fact]!)
          : admission.poolNamed(named);
    }
  }

  sameIdentity(one: number, other: number): boolean {
    const view = this.logs.views[this.slab[one]!]!;
    const [idAt, otherAt] = [this.idAt[one]!, this.idAt[other]!];
    return (
      sameBytes(view, idAt, this.logs.views[this.slab[other]!]!, otherAt, slotSize(view, idAt)) &&
      this.source(one) === this.source(other)
    );
  }

  sameContent(one: number, other: number): boolean {
    return (
      this.at[one] === this.at[other] &&
      this.attributes[one] === this.attributes[other] &&
      this.session[one] === this.session[other] &&
      this.sameUser(one, other)
    );
  }

  /** By the bytes: the user of a fact that needs none has no number. */
  private sameUser(one: number, other: number): boolean {
    const [view, otherView] = [
      this.logs.views[this.slab[one]!]!,
      this.logs.views[this.slab[other]!]!,
    ];
    const [at, otherAt] = [this.userAt(one, view), this.userAt(other, otherView)];
    return sameBytes(view, at, otherView, otherAt, slotSize(view, at));
  }

  private userAt(fact: number, view: DataView): number {
    const sessionAt = this.idAt[fact]! + slotSize(view, this.idAt[fact]!);
    return sessionAt + slotSize(view, sessionAt);
  }

  source(fact: number): string {
    return this.logs.attributes[this.attributes[fact]!]!.source;
  }

  id(fact: number): string {
    return slotText(this.logs.views[this.slab[fact]!]!, this.idAt[fact]!);
  }

  userNumber(userId: string): number | undefined {
    const { userNumbers } = this;
    this.usersByName ??= new Map(
      Array.from({ length: userNumbers.count }, (_, user) => [userNumbers.textOf(user), user]),
    );
    return this.usersByName.get(userId);
  }
}
