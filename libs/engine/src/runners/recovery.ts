import type { Account } from '../account/account';
import type { Accounts, Begun } from '../account/accounts';
import type { Clock } from '../ports/clock';
import type { EventStore, Position } from '../ports/event-store';

/** Bytes of appends after which others have their turn: some milliseconds of reading. */
const SLICE = 262_144;

/** An append that is looked up in its stream costs as much as so many that are read in a row from the log. */
const DEAR = 64;

/** Accounts whose streams say more than what is read of them, by id. */
interface Behind {
  readonly accounts: Map<string, Account>;
  /** What they miss is in the log behind this, */
  readonly after: Position;
  /** and is this share of all appends. */
  readonly share: number;
}

/** Reads every account at the start: from its snapshot, and what came after from one reading of the log for all. */
export class Recovery {
  private stopped = false;

  constructor(
    private readonly accounts: Accounts,
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  stop(): void {
    this.stopped = true;
  }

  /**
   * Reads all accounts; whoever asks for one meanwhile gets it first. Each is handed to `whole` by its id once it is read,
   * or once it is seen that only its own stream can tell what is wrong with it.
   */
  async run(whole: (id: string) => Promise<void>): Promise<void> {
    const behind = await this.restore(whole);
    if (behind.share * DEAR > 1) await this.readLog(behind).catch(() => undefined);
    for (const id of behind.accounts.keys()) {
      if (this.stopped) return;
      await whole(id);
    }
  }

  /** Hands out what its snapshot tells whole. @returns what is behind its stream. */
  private async restore(whole: (id: string) => Promise<void>): Promise<Behind> {
    const accounts = new Map<string, Account>();
    let [after, missing, all] = [Infinity, 0, 1];
    for (const [id, length] of await this.streams()) {
      if (this.stopped) break;
      const since = this.clock.elapsed();
      const begun = await this.begin(id);
      all += length;
      if (begun === undefined || begun.account.version >= length) await whole(id);
      else {
        accounts.set(id, begun.account);
        after = Math.min(after, begun.position);
        missing += length - begun.account.version;
      }
      await this.letOthersRead(this.clock.elapsed() - since);
    }
    return { accounts, after, share: missing / all };
  }

  /** Undefined where somebody has read it already, or nobody can. */
  private async begin(id: string): Promise<Begun | undefined> {
    if (this.accounts.known(id) !== undefined) return undefined;
    return this.accounts.begin(id).catch(() => undefined);
  }

  private async streams(): Promise<[string, number][]> {
    const streams: [string, number][] = [];
    for await (const { stream, length } of this.store.streams()) streams.push([stream, length]);
    return streams;
  }

  private async readLog({ accounts, after }: Behind): Promise<void> {
    let [bytes, begun] = [0, this.clock.elapsed()];
    for await (const append of this.store.log(after)) {
      const account = accounts.get(append.stream);
      if (account !== undefined && this.accounts.known(append.stream) === undefined) {
        try {
          this.accounts.take(account, append);
        } catch {
          // It is read anew for whoever asks for it, and says the same to them.
          accounts.delete(append.stream);
        }
      }
      bytes += append.bytes.length;
      if (bytes < SLICE) continue;
      if (this.stopped) return;
      await this.letOthersRead(this.clock.elapsed() - begun);
      [bytes, begun] = [0, this.clock.elapsed()];
    }
  }

  /** Whoever asked for an account reads for as long as this did before: neither waits for all of the other. */
  private async letOthersRead(milliseconds: number): Promise<void> {
    const until = this.clock.elapsed() + milliseconds;
    do await new Promise(setImmediate);
    while (this.accounts.isAsked && this.clock.elapsed() < until);
  }
}
