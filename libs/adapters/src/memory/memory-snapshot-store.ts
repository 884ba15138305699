import { SnapshotStore } from '@seatmeter/engine';

/** For tests and for trying things out: what it holds ends with the process. */
export class MemorySnapshotStore extends SnapshotStore {
  private readonly saved = new Map<string, Uint8Array>();

  override save(account: string, bytes: Uint8Array): Promise<void> {
    this.saved.set(account, Uint8Array.from(bytes));
    return Promise.resolve();
  }

  override read(account: string): Promise<Uint8Array | undefined> {
    const found = this.saved.get(account);
    return Promise.resolve(found && Uint8Array.from(found));
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}
