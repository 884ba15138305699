import { sameBytes } from '@seatmeter/contracts';
import { STARTED, type Admission, type FactBatch } from '@seatmeter/metering';
import { BLOCK } from './fact-log';
import type { JoinedLogs } from './joined-logs';
import { slotHash, SlotNumbers, slotSize, slotText } from './slots';

/** One account's facts out of the logs, in the order of the file, as columns. */
export class LogBatch implements FactBatch {
  readonly kind: Uint8Array;
  readonly at: Float64Array;
  readonly session: Int32Array;
  readonly user: Int32Array;
  readonly pool: Int32Array;
  readonly leaseSeconds: Int32Array;
  private readonly sessionNumbers: SlotNumbers;
  private readonly userNumbers: SlotNumbers;
  private readonly attributes: Int32Array;
  private readonly hashes: Int32Array;
  private readonly slab: Int32Array;
  /** Where each fact's id is in its slab. */
  private readonly idAt: Int32Array;
  private filled = 0;

  /** `admission`: of the account's agreement; none for an account that nobody knows. */
  constructor(
    private readonly logs: JoinedLogs,
    account: string,
    private readonly admission?: Admission,
  ) {
    const length = logs.countOf(account);
    this.kind = new Uint8Array(length);
    this.at = new Float64Array(length);
    this.session = new Int32Array(length);
    this.user = new Int32Array(length);
    this.pool = new Int32Array(length);
    this.leaseSeconds = new Int32Array(length);
    this.attributes = new Int32Array(length);
    this.hashes = new Int32Array(length);
    this.slab = new Int32Array(length);
    this.idAt = new Int32Array(length);
    this.sessionNumbers = new SlotNumbers(logs.views, length);
    this.userNumbers = new SlotNumbers(logs.views, length);
    for (const { log, number, firstSlab, renumbered } of logs.partsOf(account)) {
      for (
        let block = log.firstBlock[number]!;
        block >= 0;
        block = log.blocks[block * BLOCK + 3]!
      ) {
        const [slab, start, end] = log.blocks.subarray(block * BLOCK);
        this.readBlock(firstSlab + slab!, start!, end!, renumbered);
      }
    }
  }

  get length(): number {
    return this.filled;
  }

  get sessions(): number {
    return this.sessionNumbers.count;
  }

  private readBlock(slab: number, start: number, end: number, renumbered: Int32Array): void {
    const view = this.logs.views[slab]!;
    for (let at = start; at < end;) {
      const fact = this.filled;
      this.filled += 1;
      this.at[fact] = view.getFloat64(at, true);
      this.attributes[fact] = renumbered[view.getUint32(at + 8, true)]!;
      const idAt = at + 12;
      const sessionAt = idAt + slotSize(view, idAt);
      const userAt = sessionAt + slotSize(view, sessionAt);
      at = userAt + slotSize(view, userAt);
      this.slab[fact] = slab;
      this.idAt[fact] = idAt;
      this.hashes[fact] = slotHash(view, idAt, sessionAt - idAt);
      this.session[fact] = this.sessionNumbers.take(slab, sessionAt, userAt - sessionAt);
      this.user[fact] = at === userAt + 1 ? -1 : this.userNumbers.take(slab, userAt, at - userAt);
      this.readAttributes(fact);
    }
  }

  private readAttributes(fact: number): void {
    const { kind, leaseSeconds, pool } = this.logs.attributes[this.attributes[fact]!]!;
    this.kind[fact] = kind;
    this.leaseSeconds[fact] = leaseSeconds;
    if (kind !== STARTED || this.admission === undefined) return;
    this.pool[fact] =
      pool === undefined
        ? this.admission.poolOf(this.userNumbers.textOf(this.user[fact]!), this.at[fact]!)
        : this.admission.poolNamed(pool);
  }

  hash(fact: number): number {
    return this.hashes[fact]!;
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
      this.user[one] === this.user[other]
    );
  }

  source(fact: number): string {
    return this.logs.attributes[this.attributes[fact]!]!.source;
  }

  id(fact: number): string {
    return slotText(this.logs.views[this.slab[fact]!]!, this.idAt[fact]!);
  }

  userNumber(userId: string): number | undefined {
    for (let user = 0; user < this.userNumbers.count; user += 1) {
      if (this.userNumbers.textOf(user) === userId) return user;
    }
    return undefined;
  }
}
