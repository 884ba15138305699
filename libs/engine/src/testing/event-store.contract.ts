import { StreamMoved } from '../ports/event-store';
import { appends, isAtomic, isIdempotent } from './event-store-append.contract';
import { agreesWithTheModel } from './event-store-model';
import { followsTheLog, reads } from './event-store-read.contract';
import { holdsMuch, ODD_NAMES } from './event-store-size.contract';
import type { OpenDurableStore, OpenStore } from './event-store-use';
import { add, all, plain, text } from './event-store-words';

export type { OpenDurableStore, OpenStore } from './event-store-use';

/** What every event store promises. `open` gives an empty one each time. */
export const eventStoreContract = (name: string, open: () => Promise<OpenStore>): void => {
  describe(`${name} keeps the promises of an event store`, () => {
    let opened: OpenStore;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(async () => {
      await opened.close();
    });
    const use = (): OpenStore => opened;

    describe('append', () => {
      appends(use);
      isAtomic(use);
    });
    describe('the same list again', () => {
      isIdempotent(use);
    });
    describe('read', () => {
      reads(use);
    });
    describe('log', () => {
      followsTheLog(use);
    });
    describe('sizes', () => {
      holdsMuch(use);
    });
  });

  describe(`${name} in any use`, () => {
    it('agrees with the slow, obvious model', () => agreesWithTheModel(open), 120_000);
  });
};

/** What an event store promises that outlives its process; the promises of `eventStoreContract` come on top. */
export const durableEventStoreContract = (
  name: string,
  open: () => Promise<OpenDurableStore>,
): void => {
  describe(`${name} opened anew`, () => {
    let opened: OpenDurableStore;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(async () => {
      await opened.close();
    });

    it('gives the same streams and the same log at the same positions', async () => {
      const { store } = opened;
      await store.append(ODD_NAMES.map((stream, index) => add(stream, 0, `first of ${index}`)));
      for (const [index, stream] of ODD_NAMES.entries())
        await store.append([add(stream, 1, `second of ${index}`), add(stream, 2, 'third')]);
      const [log, streams] = [await all(store.log(-1)), await all(store.streams())];

      const again = await opened.reopen();
      expect((await all(again.log(-1))).map(plain)).toEqual(log.map(plain));
      expect(await all(again.streams())).toEqual(streams);
      for (const [index, stream] of ODD_NAMES.entries())
        expect((await all(again.read(stream))).map(text)).toEqual([
          `first of ${index}`,
          `second of ${index}`,
          'third',
        ]);
    });

    it('answers the same list as before, and any other with StreamMoved', async () => {
      const list = [add('acme', 0, 'a'), add('beta', 0, 'b')];
      const first = await opened.store.append(list);
      const again = await opened.reopen();
      expect(await again.append(list)).toBe(first);
      await expect(again.append(list.slice(1))).rejects.toBeInstanceOf(StreamMoved);
      expect(await again.append([add('acme', 1, 'c')])).toBeGreaterThan(first);
      expect((await all(again.log(-1))).map(text)).toEqual(['a', 'b', 'c']);
    });

    it('stores nothing of a list that was refused', async () => {
      await opened.store.append([add('acme', 0, 'a')]);
      const refused = opened.store.append([add('new', 0, 'x'), add('acme', 0, 'x')]);
      await expect(refused).rejects.toBeInstanceOf(StreamMoved);
      const again = await opened.reopen();
      expect(await all(again.streams())).toEqual([{ stream: 'acme', length: 1 }]);
      await again.append([add('other', 0, 'o'), add('new', 0, 'n')]);
      expect((await all((await opened.reopen()).log(-1))).map(text)).toEqual(['a', 'o', 'n']);
    });
  });
};
