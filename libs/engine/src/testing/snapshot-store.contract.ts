import type { SnapshotStore } from '../ports/snapshot-store';

/** A store of snapshots under test. */
export interface OpenSnapshots {
  readonly snapshots: SnapshotStore;
  close(): Promise<void>;
}

/** A Buffer, whose `slice` is no copy. */
const bytesOf = (words: string): Uint8Array => Buffer.from(words);
const textOf = (bytes: Uint8Array | undefined): string | undefined =>
  bytes && Buffer.from(bytes).toString();

/** What every store of snapshots promises. `open` gives an empty one each time. */
export const snapshotStoreContract = (name: string, open: () => Promise<OpenSnapshots>): void => {
  describe(`${name} keeps the promises of a store of snapshots`, () => {
    let opened: OpenSnapshots;
    let snapshots: SnapshotStore;
    beforeEach(async () => {
      opened = await open();
      ({ snapshots } = opened);
    });
    afterEach(() => opened.close());

    it('has none of an account that was never saved', async () => {
      expect(await snapshots.read('acme')).toBeUndefined();
    });

    it('gives the bytes that were saved last', async () => {
      await snapshots.save('acme', bytesOf('first, and longer'));
      await snapshots.save('acme', bytesOf('second'));
      expect(textOf(await snapshots.read('acme'))).toBe('second');
      expect(textOf(await snapshots.read('acme'))).toBe('second');
    });

    it('keeps accounts apart, whatever their ids', async () => {
      const ids = ['acme', 'Acme', '__proto__', 'nul\0one', 'nul\0two', '\ud83d', "O'Brien"];
      for (const id of ids) await snapshots.save(id, bytesOf(`of ${JSON.stringify(id)}`));
      for (const id of ids)
        expect(textOf(await snapshots.read(id))).toBe(`of ${JSON.stringify(id)}`);
    });

    it('is not hurt by one who writes over the bytes', async () => {
      const saved = bytesOf('as it was');
      await snapshots.save('acme', saved);
      saved.fill(0);
      (await snapshots.read('acme'))!.fill(0);
      expect(textOf(await snapshots.read('acme'))).toBe('as it was');
    });

    it('gives ten million bytes as they were', async () => {
      const large = Buffer.alloc(10_000_000, 'some of everything');
      await snapshots.save('acme', large);
      expect(Buffer.compare((await snapshots.read('acme'))!, large)).toBe(0);
    });

    it('neither fails nor keeps anything once it is closed', async () => {
      await snapshots.close();
      await snapshots.save('acme', bytesOf('late'));
      await snapshots.close();
    });
  });
};
