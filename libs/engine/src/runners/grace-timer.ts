import type { DurationMs, Instant } from '@seatmeter/metering';
import type { Account } from '../account/account';
import { qualifications, settledUntil } from '../account/decisions';
import { reached } from '../points';
import type { SessionIntake } from './session-intake';
import { Schedule } from './schedule';
import type { TrustedTime } from './trusted-time';
import type { Writer } from './writer';

const TIMER = { actor: 'grace-timer' };

/**
 * Lets levels that outlast their grace qualify although nothing else happens: by the wall clock, after the allowed
 * lateness, never while facts wait to be recorded (metering.md, Live standing).
 */
export class GraceTimer {
  private readonly schedule: Schedule;
  /** By account: the event time up to which every open cycle is decided; what joins before it lowers it. */
  private readonly decidedUntil = new Map<string, Instant>();

  constructor(
    private readonly writer: Writer,
    private readonly intake: SessionIntake,
    private readonly time: TrustedTime,
  ) {
    this.schedule = new Schedule(writer.clock, (ids) => {
      void this.ring(ids);
    });
    time.at(writer.clock.now());
    writer.onWritten((accounts, now) => {
      time.at(now);
      for (const account of accounts) this.note(account, now);
    });
  }

  stop(): void {
    this.schedule.stop();
  }

  /** Lets an account be looked at whose stream may hold what was not decided yet. */
  arm(account: Account, now: Instant): void {
    this.decidedUntil.delete(account.id);
    this.schedule.set(account.id, now);
  }

  /** An append costs no more than this: the account is looked at once for all of a while. */
  private note(account: Account, now: Instant): void {
    const { id, changedFrom } = account;
    if (Number.isFinite(changedFrom)) this.time.heard(changedFrom, now);
    const decided = this.decidedUntil.get(id);
    if (decided !== undefined && decided >= changedFrom) this.decidedUntil.set(id, changedFrom - 1);
    this.schedule.setNoLater(id, now + this.writer.lateness / 2);
  }

  private async ring(ids: readonly string[]): Promise<void> {
    await this.writer
      .inTurn(() => this.writer.again(() => this.qualify(ids)))
      .catch(() => {
        // The store says so to whoever records facts; the timer only comes back.
        const again = this.writer.clock.now() + 1000;
        for (const id of ids) this.schedule.setNoLater(id, again);
      });
  }

  private async qualify(ids: readonly string[]): Promise<void> {
    const now = this.writer.clock.now();
    const trusted = this.time.at(now);
    if (this.intake.isBehind || trusted < now) {
      const again = now + (this.intake.isBehind ? 10 : 1000);
      for (const id of ids) this.schedule.setNoLater(id, again);
      return;
    }
    const changes = [];
    const settled = new Map<string, Instant>();
    for (const id of ids) {
      const account = await this.writer.accounts.get(id);
      const until = this.lookUntil(account, now);
      if (until === undefined) continue;
      settled.set(id, until);
      const events = qualifications(account, until);
      if (events.length > 0) changes.push({ account, change: { by: TIMER, events } });
    }
    if (changes.length > 0) {
      reached('timer-rang');
      await this.writer.write(changes, now);
    }
    for (const [id, until] of settled) this.decidedUntil.set(id, until);
  }

  /** Up to when an account can be decided now, if anything of it may have risen; sets when to look again. */
  private lookUntil(account: Account, now: Instant): Instant | undefined {
    const { lateness } = this.writer;
    const decided = this.decidedUntil.get(account.id) ?? -Infinity;
    const until = settledUntil(account, now, lateness);
    const [oldest] = account.recent;
    const settles = (oldest?.recordedAt ?? Math.max(decided, now - lateness)) + lateness + 1;
    if (until < now - lateness || until <= decided) this.schedule.setNoLater(account.id, settles);
    if (until <= decided) return undefined;
    const due = dueAt(account, now, lateness, decided);
    if (due > now) {
      this.schedule.setNoLater(account.id, due);
      return undefined;
    }
    this.schedule.setNoLater(account.id, now + lateness / 2);
    return until;
  }
}

/**
 * When a figure of the account can next be decided to have risen; not later than `now` when one may have. Cycles that
 * ended after `decided` may have risen too.
 */
const dueAt = (account: Account, now: Instant, lateness: DurationMs, decided: Instant): Instant => {
  const live = account.liveAt(now);
  if (live === undefined) return Infinity;
  const fold = live.newest.passedTo(now);
  const rises = fold.moments(Math.max(now, fold.at)).map((pool): Instant => {
    const { standing, cycleStart, poolId } = pool;
    if (decided < cycleStart) return now;
    if (standing.seatsBilledSoFar > account.decidedSeats(poolId, cycleStart)) return now;
    return ('billableAt' in standing ? (standing.billableAt ?? Infinity) : Infinity) + lateness + 1;
  });
  return Math.min(...rises, fold.nextByItself + lateness + 1, live.nextFact);
};
