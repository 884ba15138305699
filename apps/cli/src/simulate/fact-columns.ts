import type { Instant } from '@seatmeter/metering';

/** What a fact says; the last three are sign-outs, each with its reason. */
export const KINDS = ['started', 'renewed', 'signed-out', 'network', 'device-switch'] as const;
export type Kind = (typeof KINDS)[number];

type Column = Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array;

const longer = <C extends Column>(column: C, length: number): C => {
  const made = new (column.constructor as new (length: number) => C)(length);
  made.set(column);
  return made;
};

/** Facts as columns: no object a fact. */
export class FactColumns {
  length = 0;
  at = new Float64Array(0);
  sentAt = new Float64Array(0);
  agent = new Uint32Array(0);
  /** Of the shift: its number since 1 January 1970. */
  day = new Int32Array(0);
  /** The number of the fact among those of the agent's day. */
  nth = new Uint16Array(0);
  /** The number of the session among those of the agent's day. */
  session = new Uint16Array(0);
  /** Place in `KINDS`. */
  kind = new Uint8Array(0);
  /** 1 when the same fact was sent before. */
  repeated = new Uint8Array(0);

  /** Adds a fact, and gives its row: the caller fills the other columns. */
  add(at: Instant, sentAt: Instant): number {
    if (this.length === this.at.length) this.grow();
    const row = this.length;
    this.length += 1;
    this.at[row] = at;
    this.sentAt[row] = sentAt;
    return row;
  }

  /** Adds a copy of a row; gives the new one. */
  copy(from: FactColumns, row: number): number {
    const to = this.add(from.at[row]!, from.sentAt[row]!);
    this.agent[to] = from.agent[row]!;
    this.day[to] = from.day[row]!;
    this.nth[to] = from.nth[row]!;
    this.session[to] = from.session[row]!;
    this.kind[to] = from.kind[row]!;
    this.repeated[to] = from.repeated[row]!;
    return to;
  }

  private grow(): void {
    const length = Math.max(1024, this.at.length * 2);
    this.at = longer(this.at, length);
    this.sentAt = longer(this.sentAt, length);
    this.agent = longer(this.agent, length);
    this.day = longer(this.day, length);
    this.nth = longer(this.nth, length);
    this.session = longer(this.session, length);
    this.kind = longer(this.kind, length);
    this.repeated = longer(this.repeated, length);
  }
}
