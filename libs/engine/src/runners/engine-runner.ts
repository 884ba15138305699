import type { Accounts } from '../account/accounts';
import type { CycleCloser } from './cycle-closer';
import type { GraceTimer } from './grace-timer';
import type { LiveStandings } from './live-standings';
import type { SessionIntake } from './session-intake';
import type { Writer } from './writer';

/** Starts and ends the runners. Accounts are read behind the scenes: what is asked for first is read first. */
export class EngineRunner {
  private stopping = false;
  private recovery: Promise<void> | undefined;

  constructor(
    private readonly writer: Writer,
    private readonly accounts: Accounts,
    private readonly intake: SessionIntake,
    private readonly graceTimer: GraceTimer,
    private readonly cycleCloser: CycleCloser,
    private readonly standings: LiveStandings,
  ) {}

  /** Begins to arm the timers of every account. @returns when all are armed. */
  start(): Promise<void> {
    this.recovery ??= this.recover();
    return this.recovery;
  }

  /** Takes no more facts, records those that wait, and lets the timers be. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.intake.stop();
    await this.recovery?.catch(() => undefined);
    await this.writer.idle();
    this.graceTimer.stop();
    this.cycleCloser.stop();
    this.standings.stop();
    await this.writer.idle();
  }

  private async recover(): Promise<void> {
    for (const id of await this.accounts.ids()) {
      if (this.stopping) return;
      // One that cannot be read says so to whoever asks for it; the others have their timers all the same.
      await this.writer.inTurn(() => this.arm(id)).catch(() => undefined);
    }
  }

  private async arm(id: string): Promise<void> {
    const account = await this.accounts.get(id);
    this.graceTimer.arm(account, this.writer.clock.now());
    this.cycleCloser.arm(account);
    this.standings.look(account);
  }
}
