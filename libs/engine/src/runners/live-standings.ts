import type { Instant } from '@seatmeter/metering';
import type { Account } from '../account/account';
import type { Accounts } from '../account/accounts';
import type { Clock } from '../ports/clock';
import { occupancyOf } from '../queries/account-query-handlers';
import { Standings, type StandingUpdate } from '../queries/standings';
import { Schedule } from './schedule';
import type { Writer } from './writer';

/** What is over capacity is looked at this often: a level can outlast its grace and change nothing but its standing. */
const LOOK = 500;

/** Tells watchers what changed: soon after an append, and when time alone changes it. Costs nothing while nobody watches. */
export class LiveStandings extends Standings {
  private readonly listeners = new Set<(update: StandingUpdate) => void>();
  /** By account and pool: what was told last. */
  private readonly told = new Map<string, string>();
  private readonly schedule: Schedule;
  private readonly accounts: Accounts;
  private readonly clock: Clock;

  constructor(writer: Writer) {
    super();
    this.accounts = writer.accounts;
    this.clock = writer.clock;
    this.schedule = new Schedule(writer.clock, (ids) => {
      this.ring(ids);
    });
    writer.onWritten((accounts, now) => {
      if (this.listeners.size === 0) return;
      for (const { id } of accounts) this.schedule.set(id, now);
    });
  }

  override current(accountId?: string): readonly StandingUpdate[] {
    const accounts =
      accountId === undefined ? this.accounts.all() : [this.accounts.known(accountId)];
    const at = this.clock.now();
    return accounts.flatMap((account) => (account === undefined ? [] : updatesOf(account, at)));
  }

  override subscribe(listener: (update: StandingUpdate) => void): () => void {
    this.listeners.add(listener);
    const now = this.clock.now();
    if (this.listeners.size === 1)
      for (const { id } of this.accounts.all()) this.schedule.set(id, now);
    return () => this.listeners.delete(listener);
  }

  /** Lets watchers hear of an account that was just read. */
  look({ id }: Account): void {
    this.schedule.set(id, this.clock.now());
  }

  stop(): void {
    this.schedule.stop();
  }

  private ring(ids: readonly string[]): void {
    if (this.listeners.size === 0) return;
    const now = this.clock.now();
    for (const id of ids) {
      const account = this.accounts.known(id);
      if (account === undefined) continue;
      const updates = updatesOf(account, now);
      for (const update of updates) this.tell(update);
      this.schedule.set(id, nextLook(account, updates, now));
    }
  }

  private tell(update: StandingUpdate): void {
    const key = `${update.accountId} ${update.poolId}`;
    const { seatsUsed, capacity, standing } = update;
    const face = JSON.stringify([seatsUsed, capacity, standing]);
    if (this.told.get(key) === face) return;
    this.told.set(key, face);
    for (const listener of this.listeners) listener(update);
  }
}

const updatesOf = (account: Account, at: Instant): StandingUpdate[] =>
  occupancyOf(account, at).map((pool) => ({ accountId: account.id, at, ...pool }));

const nextLook = (account: Account, updates: readonly StandingUpdate[], now: Instant): Instant => {
  const live = account.liveAt(now);
  if (live === undefined) return Infinity;
  const over = updates.some(({ standing }) => standing.phase !== 'within');
  const next = Math.min(live.nextFact, live.newest.nextByItself);
  return Math.min(over ? now + LOOK : Infinity, next > now ? next : now + LOOK);
};
