import type { ScannedFact } from '@seatmeter/contracts';

const FIELDS = 6;

/** What facts of one account and source have in common, as rows of a few numbers: far fewer than there are facts. */
export interface Attributes {
  /** STARTED, RENEWED or ENDED. */
  readonly kind: number;
  /** 0: none given. */
  readonly leaseSeconds: number;
  readonly source: string;
  readonly pool: string | undefined;
  readonly activity: string | undefined;
  readonly reason: string | undefined;
}

/** The part of a fact that other facts share, in the scanner's numbers. */
type Combination = Pick<
  ScannedFact,
  'kind' | 'leaseSeconds' | 'source' | 'pool' | 'activity' | 'reason'
>;

/** Gives every combination of kind, lease and repeated strings that a scanner meets a small number. */
export class AttributeTable {
  private rows = new Int32Array(64 * FIELDS);
  private slots = new Int32Array(128).fill(-1);
  private length = 0;
  private last = -1;

  /** The number of the fact's combination, a new one when it is new. */
  numberOf(fact: Combination): number {
    if (this.last >= 0 && this.holds(this.last, fact)) return this.last;
    const mask = this.slots.length - 1;
    let slot = hashOf(fact) & mask;
    for (let row = this.slots[slot]!; row >= 0; row = this.slots[slot]!) {
      if (this.holds(row, fact)) return (this.last = row);
      slot = (slot + 1) & mask;
    }
    this.slots[slot] = this.length;
    return (this.last = this.add(fact));
  }

  /** The combinations by number, their strings looked up in the scanner's tables. */
  read(tables: Tables): Attributes[] {
    return Array.from({ length: this.length }, (_, row) => {
      const [kind, leaseSeconds, source, pool, activity, reason] = this.rows.subarray(
        row * FIELDS,
        (row + 1) * FIELDS,
      );
      return {
        kind: kind!,
        leaseSeconds: leaseSeconds!,
        source: tables.sources[source!]!,
        pool: tables.pools[pool!],
        activity: tables.activities[activity!],
        reason: tables.reasons[reason!],
      };
    });
  }

  private holds(row: number, fact: Combination): boolean {
    const { rows } = this;
    const at = row * FIELDS;
    return (
      rows[at] === fact.kind &&
      rows[at + 1] === fact.leaseSeconds &&
      rows[at + 2] === fact.source &&
      rows[at + 3] === fact.pool &&
      rows[at + 4] === fact.activity &&
      rows[at + 5] === fact.reason
    );
  }

  private add(fact: Combination): number {
    const { kind, leaseSeconds, source, pool, activity, reason } = fact;
    const row = this.length;
    this.rows.set([kind, leaseSeconds, source, pool, activity, reason], row * FIELDS);
    this.length += 1;
    if (this.length * FIELDS === this.rows.length) this.grow();
    return row;
  }

  private grow(): void {
    const rows = new Int32Array(2 * this.rows.length);
    rows.set(this.rows);
    this.rows = rows;
    this.slots = new Int32Array(2 * this.slots.length).fill(-1);
    const mask = this.slots.length - 1;
    for (let row = 0; row < this.length; row += 1) {
      const [kind, leaseSeconds, source, pool, activity, reason] = rows.subarray(row * FIELDS);
      const fact = { kind, leaseSeconds, source, pool, activity, reason } as Combination;
      let slot = hashOf(fact) & mask;
      while (this.slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = row;
    }
  }
}

/** The strings that a scanner's numbers stand for; -1 stands for none. */
interface Tables {
  readonly sources: readonly string[];
  readonly pools: readonly string[];
  readonly activities: readonly string[];
  readonly reasons: readonly string[];
}

/** A sum of products, which need not wait for each other as those of a chain do. */
const hashOf = ({ kind, leaseSeconds, source, pool, activity, reason }: Combination): number => {
  const sum =
    Math.imul(leaseSeconds * 3 + kind, 0x9e3779b1) +
    Math.imul(source, 0x85ebca6b) +
    Math.imul(pool, 0xc2b2ae35) +
    Math.imul(activity, 0x27d4eb2f) +
    Math.imul(reason, 0x165667b1);
  const hash = Math.imul(sum ^ (sum >>> 15), 0x85ebca6b);
  return hash ^ (hash >>> 13);
};
