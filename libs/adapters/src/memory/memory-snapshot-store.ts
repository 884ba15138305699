import { SnapshotStore } from '@seatmeter/engine';

/** For tests and for trying things out: what it holds ends with the process. */
export class MemorySnapshotStore extends SnapshotStore {
  private readonly saved = new Map<string, Uint8Array>();

  override save(account: string, bytes: Uint8Array): Promise<void> {
    this.saved.set(account, bytes.slice());
    return Promise.resolve();
  }

  override read(account: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.saved.get(account)?.slice());
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}
