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

/** The session machine (README, Sessions), a row a session. Facts come in order of event time. */
export class SessionTable {
  /** `leaseTtl` of the policy in force; null: a lease that no fact gives never runs out. */
  leaseTtl: DurationMs | null = null;
  private readonly state: number[] = [];
  private readonly user: number[] = [];
  private readonly pool: number[] = [];
  /** Milliseconds last given by a fact; 0 when none gave any. */
  private readonly lease: DurationMs[] = [];
  private readonly lastSign: Instant[] = [];
  private readonly leaseEnd: Instant[] = [];
  /** The instant under which the session is in the queue; Infinity when it is not. */
  private readonly queuedFor: Instant[] = [];
  private readonly queue = new LeaseQueue();

  constructor(private readonly seats: Seats) {}

  isOpen(session: number): boolean {
    return this.state[session] === OPEN;
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
      if (state !== OPEN) return this.open(session, user, pool, at, leaseSeconds * 1000);
      const same = this.user[session] === user && this.pool[session] === pool;
      return same ? this.signOfLife(session, at, leaseSeconds) : SESSION_IDENTITY_CONFLICT;
    }
    if (kind === RENEWED) {
      if (state === OPEN) return this.signOfLife(session, at, leaseSeconds);
      if (state !== LEASE_RAN_OUT) return state === CLOSED ? IGNORED : RENEWAL_WITHOUT_START;
      const lease = leaseSeconds * 1000 || this.lease[session]!;
      return this.open(session, this.user[session]!, this.pool[session]!, at, lease);
    }
    if (state !== OPEN && state !== LEASE_RAN_OUT) return END_WITHOUT_START;
    this.state[session] = CLOSED;
    if (state === OPEN) this.seats.change(this.user[session]!, this.pool[session]!, -1, at);
    return ACCEPTED;
  }

  private open(
    session: number,
    user: number,
    pool: number,
    at: Instant,
    lease: DurationMs,
  ): number {
    while (this.state.length <= session) this.addRow();
    this.state[session] = OPEN;
    this.user[session] = user;
    this.pool[session] = pool;
    this.lease[session] = lease;
    this.seats.change(user, pool, 1, at);
    return this.signOfLife(session, at, 0);
  }

  private addRow(): void {
    this.state.push(0);
    this.user.push(0);
    this.pool.push(0);
    this.lease.push(0);
    this.lastSign.push(0);
    this.leaseEnd.push(0);
    this.queuedFor.push(Infinity);
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
