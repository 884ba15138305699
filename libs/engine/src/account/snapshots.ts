import type { EventStore, Position } from '../ports/event-store';
import type { SnapshotStore } from '../ports/snapshot-store';
import { chainOf } from '../stream/append-codec';
import type { Account } from './account';
import { decodeSnapshot, encodeSnapshot } from './snapshot-codec';

/** An account as a snapshot tells it, and the position of the last append that it knows. */
interface Restored {
  readonly account: Account;
  readonly position: Position;
}

/** New facts of an account that make a snapshot worth its while; of a large one, half of what the last snapshot held. */
const WORTH = 2_000;

/** What need not be read again. A snapshot is believed where the stream has the very append that it ends with. */
export class Snapshots {
  /** By account: what its last snapshot holds. */
  private readonly last = new Map<string, { readonly version: number; readonly facts: number }>();

  constructor(
    private readonly kept: SnapshotStore,
    private readonly store: EventStore,
  ) {}

  /** Undefined when there is none, or none of this stream. */
  async restore(id: string, key: Uint8Array): Promise<Restored | undefined> {
    try {
      const bytes = await this.kept.read(id);
      const account = bytes && decodeSnapshot(id, key, bytes);
      if (account === undefined) return undefined;
      const [last] = await this.store.readSome(id, [account.version - 1]);
      if (Buffer.compare(chainOf(last!.bytes), account.chain) !== 0) return undefined;
      this.note(account);
      return { account, position: last!.position };
    } catch {
      // The stream says it all, or what is wrong with it.
      return undefined;
    }
  }

  /** Facts that are in no snapshot; 0 when nothing was said of the account since the last. */
  factsSince({ id, version, history }: Account): number {
    const last = this.last.get(id);
    if (last?.version === version) return 0;
    return Math.max(1, history.length - (last?.facts ?? 0));
  }

  isWorthwhile(account: Account): boolean {
    const before = this.last.get(account.id)?.facts ?? 0;
    return this.factsSince(account) >= Math.max(WORTH, before / 2);
  }

  /**
   * Saves an account as it is when this is called: between two appends, and all of its appends stored. It may go on
   * before this resolves: a large one is not written in one go.
   */
  async save(account: Account): Promise<void> {
    this.note(account);
    const steps = encodeSnapshot(account);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) await new Promise(setImmediate);
    await this.kept.save(account.id, step.value);
  }

  private note({ id, version, history }: Account): void {
    this.last.set(id, { version, facts: history.length });
  }
}
