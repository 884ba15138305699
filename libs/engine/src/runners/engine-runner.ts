import type { Accounts } from '../account/accounts';
import type { CycleCloser } from './cycle-closer';
import type { GraceTimer } from './grace-timer';
import type { LiveStandings } from './live-standings';
import type { Recovery } from './recovery';
import type { SessionIntake } from './session-intake';
import type { SnapshotSaver } from './snapshot-saver';
import type { Writer } from './writer';

/** Starts and ends the runners. Accounts are read behind the scenes: what is asked for first is read first. */
export class EngineRunner {
  private recovered: Promise<void> | undefined;

  constructor(
    private readonly writer: Writer,
    private readonly accounts: Accounts,
    private readonly recovery: Recovery,
    private readonly intake: SessionIntake,
    private readonly graceTimer: GraceTimer,
    private readonly cycleCloser: CycleCloser,
    private readonly standings: LiveStandings,
    private readonly snapshots: SnapshotSaver,
  ) {}

  /** Begins to arm the timers of every account. @returns when all are armed. */
  start(): Promise<void> {
    // One that cannot be read says so to whoever asks for it; the others have their timers all the same.
    this.recovered ??= this.recovery.run((id) =>
      this.writer.inTurn(() => this.arm(id)).catch(() => undefined),
    );
    return this.recovered;
  }

  /** Takes no more facts, records those that wait, lets the timers be, and saves what need not be read again. */
  async stop(): Promise<void> {
    this.recovery.stop();
    this.intake.stop();
    await this.recovered?.catch(() => undefined);
    await this.writer.idle();
    this.graceTimer.stop();
    this.cycleCloser.stop();
    this.standings.stop();
    await this.writer.idle();
    await this.snapshots.stop().catch(() => undefined);
  }

  private async arm(id: string): Promise<void> {
    const account = await this.accounts.get(id);
    const now = this.writer.clock.now();
    // Here, one by one: the timer looks at all that were armed in one go.
    account.liveAt(now);
    this.graceTimer.arm(account, now);
    this.cycleCloser.arm(account);
    this.standings.look(account);
    this.snapshots.look(account);
    await new Promise(setImmediate);
  }
}
