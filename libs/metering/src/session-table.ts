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

const OPEN = 1;
const LEASE_RAN_OUT = 2;
const CLOSED = 3;

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

/** The session machine (README, Sessions), a row a session. Facts come in order of event time. */
export class SessionTable {
  /** `leaseTtl` of the policy in force; null: a lease that no fact gives never runs out. */
  leaseTtl: DurationMs | null = null;
  private state: Uint8Array;
  private user: Int32Array;
  private pool: Int32Array;
  /** Milliseconds last given by a fact; 0 when none gave any. */
  private lease: Int32Array;
  private openedAt: Float64Array;
  private lastSign: Float64Array;
  private leaseEnd: Float64Array;
  /** The instant under which the session is in the queue; Infinity when it is not. */
  private queuedFor: Float64Array;
  private readonly queue = new LeaseQueue();

  /** `room`: how many sessions to make room for at once; more of them cost a copy. */
  constructor(
    private readonly seats: Seats,
    room = 16,
  ) {
    this.state = new Uint8Array(room);
    this.user = new Int32Array(room);
    this.pool = new Int32Array(room);
    this.lease = new Int32Array(room);
    this.openedAt = new Float64Array(room);
    this.lastSign = new Float64Array(room);
    this.leaseEnd = new Float64Array(room);
    this.queuedFor = new Float64Array(room).fill(Infinity);
  }

  /** A table that goes on from here by itself, and tells `seats`. */
  copy(seats: Seats): this {
    return copyWith(this, {
      seats,
      state: this.state.slice(),
      user: this.user.slice(),
      pool: this.pool.slice(),
      lease: this.lease.slice(),
      openedAt: this.openedAt.slice(),
      lastSign: this.lastSign.slice(),
      leaseEnd: this.leaseEnd.slice(),
      queuedFor: this.queuedFor.slice(),
      queue: this.queue.copy(),
    });
  }

  isOpen(session: number): boolean {
    return this.state[session] === OPEN;
  }

  /** The sessions that are open, in the order of their numbers. `leaseEnd` is Infinity for a lease that never runs out. */
  *open(): Generator<OpenSession> {
    for (let session = 0; session < this.state.length; session += 1) {
      if (this.state[session] !== OPEN) continue;
      yield {
        session,
        user: this.user[session]!,
        pool: this.pool[session]!,
        since: this.openedAt[session]!,
        lastSign: this.lastSign[session]!,
        leaseEnd: this.leaseEnd[session]!,
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
    const session = this.queue.take();
    if (this.queuedFor[session] !== at) return;
    this.queuedFor[session] = Infinity;
    if (this.state[session] !== OPEN) return;
    if (this.leaseEnd[session]! > at) {
      this.enqueue(session);
      return;
    }
    this.state[session] = LEASE_RAN_OUT;
    this.seats.change(this.user[session]!, this.pool[session]!, -1, at);
    this.seats.inferredEnd(this.pool[session]!, this.lastSign[session]!, at);
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
    const state = this.state[session] ?? 0;
    if (kind === STARTED) {
      if (state !== OPEN) return this.begin(session, user, pool, at, leaseSeconds * 1000);
      const same = this.user[session] === user && this.pool[session] === pool;
      return same ? this.signOfLife(session, at, leaseSeconds) : SESSION_IDENTITY_CONFLICT;
    }
    if (kind === RENEWED) {
      if (state === OPEN) return this.signOfLife(session, at, leaseSeconds);
      if (state !== LEASE_RAN_OUT) return state === CLOSED ? IGNORED : RENEWAL_WITHOUT_START;
      const lease = leaseSeconds * 1000 || this.lease[session]!;
      return this.begin(session, this.user[session]!, this.pool[session]!, at, lease);
    }
    if (state !== OPEN && state !== LEASE_RAN_OUT) return END_WITHOUT_START;
    this.state[session] = CLOSED;
    if (state === OPEN) this.seats.change(this.user[session]!, this.pool[session]!, -1, at);
    return ACCEPTED;
  }

  private begin(
    session: number,
    user: number,
    pool: number,
    at: Instant,
    lease: DurationMs,
  ): number {
    if (session >= this.state.length) this.makeRoomFor(session);
    this.state[session] = OPEN;
    this.user[session] = user;
    this.pool[session] = pool;
    this.lease[session] = lease;
    this.openedAt[session] = at;
    this.seats.change(user, pool, 1, at);
    return this.signOfLife(session, at, 0);
  }

  private makeRoomFor(session: number): void {
    const room = 2 * (session + 1);
    const filled = this.state.length;
    this.state = longer(this.state, room);
    this.user = longer(this.user, room);
    this.pool = longer(this.pool, room);
    this.lease = longer(this.lease, room);
    this.openedAt = longer(this.openedAt, room);
    this.lastSign = longer(this.lastSign, room);
    this.leaseEnd = longer(this.leaseEnd, room);
    this.queuedFor = longer(this.queuedFor, room).fill(Infinity, filled);
  }

  private signOfLife(session: number, at: Instant, leaseSeconds: number): number {
    if (leaseSeconds > 0) this.lease[session] = leaseSeconds * 1000;
    this.lastSign[session] = at;
    const lease = this.lease[session]! || this.leaseTtl;
    this.leaseEnd[session] = lease === null ? Infinity : at + lease;
    if (this.leaseEnd[session] < this.queuedFor[session]!) this.enqueue(session);
    return ACCEPTED;
  }

  private enqueue(session: number): void {
    const end = this.leaseEnd[session]!;
    if (end === Infinity) return;
    this.queuedFor[session] = end;
    this.queue.add(end, session);
  }
}

const longer = <T extends Uint8Array | Int32Array | Float64Array>(column: T, room: number): T => {
  const more = new (column.constructor as new (length: number) => T)(room);
  more.set(column);
  return more;
};
