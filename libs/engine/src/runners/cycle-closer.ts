import { boundaryAfter, calendarAt, type Instant, type Span } from '@seatmeter/metering';
import type { Account } from '../account/account';
import { closings } from '../account/decisions';
import { provisionalStatements } from '../account/statements';
import { reached } from '../points';
import type { SessionIntake } from './session-intake';
import { Schedule } from './schedule';
import type { TrustedTime } from './trusted-time';
import type { Writer } from './writer';

const CLOSER = { actor: 'cycle-closer' };

/** How soon an account is looked at again that could not be closed. */
const LATER = 1_000;

/** Closes cycles once the watermark has passed their end and their finalization delay is over (metering.md, Provisional, final, adjusted). */
export class CycleCloser {
  private readonly schedule: Schedule;
  private readonly armed = new Map<string, { agreed: unknown; closed: number; first: Instant }>();

  constructor(
    private readonly writer: Writer,
    private readonly intake: SessionIntake,
    private readonly time: TrustedTime,
  ) {
    this.schedule = new Schedule(writer.clock, (ids) => {
      for (const id of ids) void this.ring(id);
    });
    writer.onWritten((accounts) => {
      for (const account of accounts) if (this.mayHaveMoved(account)) this.arm(account);
    });
  }

  stop(): void {
    this.schedule.stop();
  }

  /** Whether what decides an account's next closing is another than when it was armed last: appends of facts seldom move it. */
  private mayHaveMoved({ id, agreed, closed, history }: Account): boolean {
    const now = { agreed, closed: closed.size, first: history.earliest };
    const before = this.armed.get(id);
    this.armed.set(id, now);
    return (
      before?.agreed !== now.agreed || before?.closed !== now.closed || before.first !== now.first
    );
  }

  /** Sets when the account's next cycle is to be closed. */
  arm(account: Account): void {
    this.schedule.set(account.id, this.dueAt(account));
  }

  private dueAt(account: Account): Instant {
    return openUntil(account, nextEnd(account)) + this.writer.lateness;
  }

  private async ring(id: string): Promise<void> {
    const again = (): void => {
      this.schedule.set(id, this.writer.clock.now() + LATER);
    };
    await this.writer
      .change(id, (account, now) => {
        const watermark = this.time.at(now) - this.writer.lateness;
        if (this.intake.isBehind) {
          again();
          return { result: undefined };
        }
        const statements =
          account.agreement === undefined ? [] : provisionalStatements(account, now);
        const isOver = ({ end }: Span): boolean => openUntil(account, end) <= watermark;
        const events = closings(account, statements, isOver);
        if (events.length > 0) {
          reached('cycle-closing');
          return { result: undefined, change: { by: CLOSER, events } };
        }
        const due = this.dueAt(account);
        this.schedule.set(id, due <= now ? now + LATER : due);
        return { result: undefined };
      })
      .catch(again);
  }
}

/** How long a cycle that ends at `end` takes late facts. What was over before the account was known is as young as the account. */
const openUntil = ({ intake, knownSince }: Account, end: Instant): Instant =>
  Math.max(end, end === Infinity ? end : knownSince) + (intake?.finalizationDelay ?? 0);

/** The end of the earliest cycle that is not closed; Infinity when there is none. */
const nextEnd = (account: Account): Instant => {
  const { agreement, closed, history } = account;
  if (agreement === undefined) return Infinity;
  const first = Math.min(history.earliest, agreement.startsAt ?? Infinity);
  if (first === Infinity) return Infinity;
  const ends = [...closed.values()].map(({ cycle }) => cycle);
  const closedFrom = ends.reduce((least, { start }) => Math.min(least, start), Infinity);
  const closedTo = ends.reduce((most, { end }) => Math.max(most, end), -Infinity);
  const from = first < closedFrom ? first : closedTo;
  if (from >= (agreement.endsAt ?? Infinity)) return Infinity;
  return Math.min(boundaryAfter(calendarAt(agreement, from), from), agreement.endsAt ?? Infinity);
};
