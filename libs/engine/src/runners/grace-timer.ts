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
      for (const account of accounts) {
        const newest = account.recent.at(-1);
        if (newest?.recordedAt === now) this.time.heard(newest.earliest, now);
        this.arm(account, now);
      }
    });
  }

  stop(): void {
    this.schedule.stop();
  }

  /** Sets the timer of an account for the next instant at which a figure may rise. */
  arm(account: Account, now: Instant): void {
    this.schedule.set(account.id, dueAt(account, now, this.writer.lateness));
  }

  private async ring(ids: readonly string[]): Promise<void> {
    await this.writer
      .inTurn(() => this.writer.again(() => this.qualify(ids)))
      .catch(() => {
        // The store says so to whoever records facts; the timer only comes back.
        const again = this.writer.clock.now() + 1000;
        for (const id of ids) this.schedule.set(id, again);
      });
  }

  private async qualify(ids: readonly string[]): Promise<void> {
    const now = this.writer.clock.now();
    const trusted = this.time.at(now);
    if (this.intake.isBehind || trusted < now) {
      for (const id of ids) this.schedule.set(id, now + (this.intake.isBehind ? 10 : 1000));
      return;
    }
    const changes = [];
    for (const id of ids) {
      const account = await this.writer.accounts.get(id);
      const events = qualifications(account, now, this.writer.lateness);
      if (events.length > 0) changes.push({ account, change: { by: TIMER, events } });
      else this.arm(account, now);
    }
    if (changes.length > 0) {
      reached('timer-rang');
      await this.writer.write(changes, now);
    }
  }
}

/** When a figure of the account can next be decided to have risen; Infinity when nothing makes it rise. */
const dueAt = (account: Account, now: Instant, lateness: DurationMs): Instant => {
  const live = account.liveAt(now);
  if (live === undefined) return Infinity;
  const held = settledUntil(account, now, lateness) < now - lateness;
  const release = held ? account.recent[0]!.recordedAt + lateness : now;
  const rises = live.newest.moments(Math.max(now, live.newest.at)).map((pool): Instant => {
    const { standing, cycleStart, poolId } = pool;
    const decided = account.decidedSeats(poolId, cycleStart);
    if (standing.seatsBilledSoFar > decided) return Math.max(release, now + lateness / 2);
    const next = 'billableAt' in standing ? (standing.billableAt ?? Infinity) : Infinity;
    return next + lateness + 1;
  });
  const edge = live.newest.nextByItself;
  return Math.min(...rises, Math.max(edge, now + 1), Math.max(live.nextFact, now + 1));
};
