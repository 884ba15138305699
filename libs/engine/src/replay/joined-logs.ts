import type { Attributes } from './attribute-table';
import type { FactLog } from './fact-log';

/** One account's share of one log. */
interface Part {
  readonly log: FactLog;
  /** The account's number in that log. */
  readonly number: number;
  /** The log's first slab among all slabs. */
  readonly firstSlab: number;
  /** By the log's number of a combination of attributes: its number among all. */
  readonly renumbered: Int32Array;
}

/** The logs of the parts of one input, in its order, read as one. */
export class JoinedLogs {
  /** Every account that a fact names, in order of appearance. */
  readonly accounts: readonly string[];
  readonly views: readonly DataView[];
  readonly attributes: readonly Attributes[];
  private readonly parts = new Map<string, Part[]>();

  constructor(logs: readonly FactLog[]) {
    const numbers = new Map<string, number>();
    const attributes: Attributes[] = [];
    let firstSlab = 0;
    for (const log of logs) {
      const renumbered = Int32Array.from(log.attributes, (row) => {
        const name = JSON.stringify(row);
        const known = numbers.get(name);
        if (known !== undefined) return known;
        numbers.set(name, attributes.length);
        return attributes.push(row) - 1;
      });
      log.accounts.forEach((account, number) => {
        if (log.counts[number] === 0) return;
        const parts = this.parts.get(account);
        const part = { log, number, firstSlab, renumbered };
        if (parts === undefined) this.parts.set(account, [part]);
        else parts.push(part);
      });
      firstSlab += log.slabs.length;
    }
    this.views = logs.flatMap(({ slabs }) => slabs.map((slab) => new DataView(slab)));
    this.attributes = attributes;
    this.accounts = [...this.parts.keys()];
  }

  partsOf(account: string): readonly Part[] {
    return this.parts.get(account) ?? [];
  }

  /** How many facts name the account, duplicates included. */
  countOf(account: string): number {
    return this.partsOf(account).reduce((sum, { log, number }) => sum + log.counts[number]!, 0);
  }

  /** The latest event time of the account's facts; -Infinity when it has none. */
  latestOf(account: string): number {
    return Math.max(
      -Infinity,
      ...this.partsOf(account).map(({ log, number }) => log.latest[number]!),
    );
  }
}
