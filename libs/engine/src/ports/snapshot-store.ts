/**
 * A snapshot an account: what a process need not read again. A cache, and never the truth: whoever reads one checks that
 * it is of the stream. So it may lose what it likes, at any time, and is durable only as far as that costs nothing. Every
 * adapter passes `testing/snapshot-store.contract.ts`. Nothing of it is ever thrown: what cannot be kept is left out.
 */
export abstract class SnapshotStore {
  /** Keeps the bytes in place of those before. */
  abstract save(account: string, bytes: Uint8Array): Promise<void>;

  /** The bytes saved last, or undefined: never others. */
  abstract read(account: string): Promise<Uint8Array | undefined>;

  /** Lets go of what it holds. What is saved after it is lost. */
  abstract close(): Promise<void>;
}
