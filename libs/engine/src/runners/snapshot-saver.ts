import type { Account } from '../account/account';
import type { Snapshots } from '../account/snapshots';
import type { SessionIntake } from './session-intake';
import type { Writer } from './writer';

/** From one snapshot to the next, in ms. */
const PAUSE = 100;
/** How often facts that wait go first. */
const MOST_PAUSES = 50;
/** How long a stop goes on saving, in ms: what is not saved by then is read from the log. */
const STOP = 2_000;

/** Saves snapshots of accounts that got many facts, one at a time while nothing waits, and of the others at the end. */
export class SnapshotSaver {
  private readonly due = new Set<string>();
  private pauses = 0;
  private cancel: (() => void) | undefined;
  private saving: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly writer: Writer,
    private readonly intake: SessionIntake,
    private readonly snapshots: Snapshots,
  ) {
    writer.onWritten((accounts) => {
      for (const account of accounts) this.look(account);
    });
  }

  /** Lets an account be saved when enough was said of it since the last time. */
  look(account: Account): void {
    if (!this.snapshots.isWorthwhile(account)) return;
    this.due.add(account.id);
    this.wait();
  }

  /** Saves what changed, most facts first. Nothing may be written any more. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.cancel?.();
    await this.saving;
    const { accounts, clock } = this.writer;
    const changed = accounts
      .all()
      .map((account) => ({ account, facts: this.snapshots.factsSince(account) }))
      .filter(({ facts }) => facts > 0)
      .sort((one, other) => other.facts - one.facts);
    const until = clock.elapsed() + STOP;
    for (const { account } of changed) {
      if (clock.elapsed() > until) return;
      await this.snapshots.save(account);
      await new Promise(setImmediate);
    }
  }

  private wait(): void {
    if (this.cancel !== undefined || this.stopped || this.due.size === 0) return;
    const { clock } = this.writer;
    this.cancel = clock.wake(clock.now() + PAUSE, () => {
      void this.saveNext();
    });
  }

  private async saveNext(): Promise<void> {
    this.pauses += 1;
    if (!this.intake.isBehind || this.pauses > MOST_PAUSES) {
      this.pauses = 0;
      // In turn: an account in the middle of an append is not what its stream says.
      await this.writer.inTurn(() => {
        this.beginNext();
        return Promise.resolve();
      });
      await this.saving;
    }
    this.cancel = undefined;
    this.wait();
  }

  private beginNext(): void {
    const [id] = this.due;
    if (id === undefined || this.stopped) return;
    this.due.delete(id);
    const account = this.writer.accounts.known(id);
    if (account !== undefined) this.saving = this.snapshots.save(account).catch(() => undefined);
  }
}
