import { copyWith } from './copy';
import { LeaseQueue } from './lease-queue';
import {
  ACCEPTED,
  END_WITHOUT_START,
  IGNORED,
  RENEWAL_WITHOUT_START,
  SESSION_IDENTITY_CONFLICT,
} from './outcome';
import type { DurationMs, Instant } from './time';

/** What a session fact says, as a small number. */
export const STARTED = 0;
export const RENEWED = 1;
export const ENDED = 2;

/** In place of a row: a session that never began, and one that was ended by a fact. */
const NEVER = 0;
const CLOSED = -1;

/** The numbers of a row. The lease (ms) is what a fact gave last, 0 when none gave any; a session is in the queue under QUEUED_FOR, unless it is Infinity. */
const SESSION = 0;
const USER = 1;
const POOL = 2;
const LEASE = 3;
const OPENED_AT = 4;
const LAST_SIGN = 5;
const LEASE_END = 6;
const QUEUED_FOR = 7;
const WIDTH = 8;

/** The lease end of a session that is over because its lease ran out: a renewal opens it again. */
const RAN_OUT = -Infinity;

/** Told when a user's session in a pool opens (`by` 1) and ends (-1). Users and pools are the small numbers of whoever meters. */
export interface Seats {
  change(user: number, pool: number, by: 1 | -1, at: Instant): void;
  /** The seat given back at `at` rested on a lease: its last sign of life was at `lastSign`. */
  inferredEnd(pool: number, lastSign: Instant, at: Instant): void;
}

/** A session that is open, by the small numbers of whoever meters. */
export interface OpenSession {
  readonly session: number;
  readonly user: number;
  readonly pool: number;
  readonly since: Instant;
  readonly lastSign: Instant;
  readonly leaseEnd: Instant;
}

/** The session machine (README, Sessions). A session has a row until a fact ends it. Facts come in order of event time. */
export class SessionTable {
  /** `leaseTtl` of the policy in force; null: a lease that no fact gives never runs out. */
  leaseTtl: DurationMs | null = null;
  /** By session: its row, counted from 1, or {@link NEVER} or {@link CLOSED}. */
  private rowOf: Int32Array;
  private rows = new Float64Array(4 * WIDTH);
  /** The rows in use are the first ones, but for 0. */
  private count = 0;
  private readonly queue = new LeaseQueue();

  /** `room`: how many sessions to make room for at once; more of them cost a copy. */
  constructor(
    private readonly seats: Seats,
    room = 16,
  ) {
    this.rowOf = new Int32Array(room);
  }

  /** A table that goes on from here by itself, and tells `seats`. */
  copy(seats: Seats): this {
    return copyWith(this, {
      seats,
      rowOf: this.rowOf.slice(),
      rows: this.rows.slice(0, (this.count + 2) * WIDTH),
      queue: this.queue.copy(),
    });
  }

  isOpen(session: number): boolean {
    const row = this.rowOf[session] ?? NEVER;
    return row > 0 && this.rows[row * WIDTH + LEASE_END] !== RAN_OUT;
  }

  /** The sessions that are open. `leaseEnd` is Infinity for a lease that never runs out. */
  *open(): Generator<OpenSession> {
    for (let row = 1; row <= this.count; row += 1) {
      const [session, user, pool, , since, lastSign, leaseEnd] = this.rows.subarray(row * WIDTH);
      if (leaseEnd === RAN_OUT) continue;
      yield {
        session: session!,
        user: user!,
        pool: pool!,
        since: since!,
        lastSign: lastSign!,
        leaseEnd: leaseEnd!,
      };
    }
  }

  /** When a lease may run out next; Infinity when none can. */
  get nextLeaseEnd(): Instant {
    return this.queue.next;
  }

  /** Ends the session whose lease runs out at `nextLeaseEnd`, if it had no sign of life since. */
  lapseNext(): void {
    const at = this.queue.next;
    const row = this.rowOf[this.queue.take()]!;
    const { rows } = this;
    const own = row * WIDTH;
    if (row < 1 || rows[own + QUEUED_FOR] !== at) return;
    rows[own + QUEUED_FOR] = Infinity;
    if (rows[own + LEASE_END] === RAN_OUT) return;
    if (rows[own + LEASE_END]! > at) {
      this.enqueue(own);
      return;
    }
    rows[own + LEASE_END] = RAN_OUT;
    this.seats.change(rows[own + USER]!, rows[own + POOL]!, -1, at);
    this.seats.inferredEnd(rows[own + POOL]!, rows[own + LAST_SIGN]!, at);
  }

  /** Applies a fact and says what became of it. `leaseSeconds` is 0 when the fact gives none; `user` and `pool` matter to STARTED only. */
  apply(
    kind: number,
    at: Instant,
    session: number,
    user: number,
    pool: number,
    leaseSeconds: number,
  ): number {
    const row = this.rowOf[session] ?? NEVER;
    const { rows } = this;
    const own = row * WIDTH;
    const isOpen = row > 0 && rows[own + LEASE_END] !== RAN_OUT;
    if (kind === STARTED) {
      if (!isOpen) {
        const opened = row > 0 ? own : this.addRow(session);
        return this.begin(opened, user, pool, at, leaseSeconds * 1000);
      }
      const same = rows[own + USER] === user && rows[own + POOL] === pool;
      return same ? this.signOfLife(own, at, leaseSeconds) : SESSION_IDENTITY_CONFLICT;
    }
    if (kind === RENEWED) {
      if (isOpen) return this.signOfLife(own, at, leaseSeconds);
      if (row < 1) return row === CLOSED ? IGNORED : RENEWAL_WITHOUT_START;
      const lease = leaseSeconds * 1000 || rows[own + LEASE]!;
      return this.begin(own, rows[own + USER]!, rows[own + POOL]!, at, lease);
    }
    if (row < 1) return END_WITHOUT_START;
    const [endedUser, endedPool] = [rows[own + USER]!, rows[own + POOL]!];
    this.dropRow(session, row);
    if (isOpen) this.seats.change(endedUser, endedPool, -1, at);
    return ACCEPTED;
  }

  private begin(own: number, user: number, pool: number, at: Instant, lease: DurationMs): number {
    const { rows } = this;
    rows[own + USER] = user;
    rows[own + POOL] = pool;
    rows[own + LEASE] = lease;
    rows[own + OPENED_AT] = at;
    this.seats.change(user, pool, 1, at);
    return this.signOfLife(own, at, 0);
  }

  /** @returns where the session's new row begins. */
  private addRow(session: number): number {
    if (session >= this.rowOf.length) this.rowOf = longer(this.rowOf, 2 * (session + 1));
    this.count += 1;
    const own = this.count * WIDTH;
    if (own === this.rows.length) this.rows = longer(this.rows, 2 * own);
    this.rowOf[session] = this.count;
    this.rows[own + SESSION] = session;
    this.rows[own + QUEUED_FOR] = Infinity;
    return own;
  }

  /** Closes a session: the last row takes the place of its own. */
  private dropRow(session: number, row: number): void {
    const { rows } = this;
    const [own, last] = [row * WIDTH, this.count * WIDTH];
    for (let field = 0; field < WIDTH; field += 1) rows[own + field] = rows[last + field]!;
    this.rowOf[rows[own]!] = row;
    this.rowOf[session] = CLOSED;
    this.count -= 1;
  }

  private signOfLife(own: number, at: Instant, leaseSeconds: number): number {
    const { rows } = this;
    if (leaseSeconds > 0) rows[own + LEASE] = leaseSeconds * 1000;
    rows[own + LAST_SIGN] = at;
    const lease = rows[own + LEASE]! || this.leaseTtl;
    const end = lease === null ? Infinity : at + lease;
    rows[own + LEASE_END] = end;
    if (end < rows[own + QUEUED_FOR]!) this.enqueue(own);
    return ACCEPTED;
  }

  private enqueue(own: number): void {
    const end = this.rows[own + LEASE_END]!;
    if (end === Infinity) return;
    this.rows[own + QUEUED_FOR] = end;
    this.queue.add(end, this.rows[own + SESSION]!);
  }
}

const longer = <T extends Int32Array | Float64Array>(column: T, room: number): T => {
  const more = new (column.constructor as new (length: number) => T)(room);
  more.set(column);
  return more;
};
