import type { Agreement, Pool } from './agreement';
import { copyWith } from './copy';
import type { Policy } from './policy';

/** Pools from the highest licence to the lowest: the order of the catalogue, then that of the list. */
const ranking = ({ pools, licenceOrder }: Agreement): number[] => {
  const rank = ({ licence }: Pool): number => {
    const place = licence === null ? -1 : licenceOrder.indexOf(licence);
    return place === -1 ? licenceOrder.length : place;
  };
  return pools.map((_, index) => index).sort((a, b) => rank(pools[a]!) - rank(pools[b]!) || a - b);
};

/** Seats in use by pool, under the policy in force. A user's sessions in a pool are counted one by one, for either way to count. */
export class Occupancy {
  /** Open sessions of a user in a pool, at `user * pools + pool`. */
  private sessionsOf: Int32Array;
  private readonly seats: Int32Array;
  private readonly pools: number;
  private readonly ranked: readonly number[];
  private countBy: Policy['countBy'] = 'user';
  private highestOnly = false;
  /** How many named licences spare the user a seat of the pool, at `user * pools + pool`; most accounts have none. */
  private readonly spared = new Map<number, number>();

  constructor(agreement: Agreement) {
    this.pools = agreement.pools.length;
    this.ranked = ranking(agreement);
    this.seats = new Int32Array(this.pools);
    this.sessionsOf = new Int32Array(64 * this.pools);
  }

  copy(): this {
    return copyWith(this, {
      sessionsOf: this.sessionsOf.slice(),
      seats: this.seats.slice(),
      spared: new Map(this.spared),
    });
  }

  seatsUsed(pool: number): number {
    return this.seats[pool]!;
  }

  /** Whether a session in one pool can change the seats used in another. */
  get acrossPools(): boolean {
    return this.highestOnly;
  }

  /** Counts as `policy` says from now on. */
  apply({ countBy, crossPool }: Policy): void {
    this.countBy = countBy;
    this.highestOnly = countBy === 'user' && crossPool === 'highest-licence' && this.pools > 1;
    this.seats.fill(0);
    for (let user = 0; user * this.pools < this.sessionsOf.length; user += 1) this.weigh(user, 1);
  }

  /** Lets the user open (`by` 1) or close (-1) a session in the pool. */
  change(user: number, pool: number, by: 1 | -1): void {
    const at = user * this.pools + pool;
    if (at >= this.sessionsOf.length) this.makeRoomFor(user);
    if (this.highestOnly || this.spared.size > 0) {
      this.weigh(user, -1);
      this.sessionsOf[at]! += by;
      this.weigh(user, 1);
      return;
    }
    const before = this.sessionsOf[at]!;
    this.sessionsOf[at] = before + by;
    if (this.countBy === 'session' || before === 0 || before + by === 0) this.seats[pool]! += by;
  }

  /** Lets a named licence of the user begin (1) or end (-1) to cover the pool's seats. */
  spare(user: number, pool: number, by: 1 | -1): void {
    const at = user * this.pools + pool;
    if (at >= this.sessionsOf.length) this.makeRoomFor(user);
    this.weigh(user, -1);
    this.spared.set(at, (this.spared.get(at) ?? 0) + by);
    this.weigh(user, 1);
  }

  /** Adds (1) or takes away (-1) all seats that the user holds. */
  private weigh(user: number, by: 1 | -1): void {
    const row = user * this.pools;
    for (const pool of this.ranked) {
      const sessions = this.sessionsOf[row + pool]!;
      if (sessions === 0) continue;
      if ((this.spared.get(row + pool) ?? 0) === 0) {
        this.seats[pool]! += by * (this.countBy === 'session' ? sessions : 1);
      }
      if (this.highestOnly) return;
    }
  }

  private makeRoomFor(user: number): void {
    const wider = new Int32Array(2 * (user + 1) * this.pools);
    wider.set(this.sessionsOf);
    this.sessionsOf = wider;
  }
}
