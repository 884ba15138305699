import type { EventStore } from '../ports/event-store';
import type { Use } from './event-store-use';
import { add, all, plain, text } from './event-store-words';

export const reads = (use: Use): void => {
  const stored = async (): Promise<EventStore> => {
    const { store } = use();
    await store.append([add('acme', 0, 'a'), add('beta', 0, 'b'), add('acme', 1, 'c')]);
    await store.append([add('acme', 2, 'd')]);
    await store.append([add('acme', 3, 'e'), add('acme', 4, 'f')]);
    return store;
  };

  it('gives the appends of a stream in order, with all that was said of them', async () => {
    const read = await all((await stored()).read('acme'));
    expect(read.map(text)).toEqual(['a', 'c', 'd', 'e', 'f']);
    expect(read.map(({ stream }) => stream)).toEqual(Array(5).fill('acme'));
    expect(read.map(({ version }) => version)).toEqual([0, 1, 2, 3, 4]);
  });

  it.each([0, 1, 3, 5, 9])('begins at version %d when told to', async (from) => {
    const read = await all((await stored()).read('acme', from));
    expect(read.map(text)).toEqual(['a', 'c', 'd', 'e', 'f'].slice(from));
  });

  it('gives none of a stream that nobody wrote to', async () => {
    expect(await all((await stored()).read('nobody'))).toEqual([]);
  });

  it('gives some versions in the order asked for, also one twice', async () => {
    const some = await (await stored()).readSome('acme', [4, 0, 2, 1, 0]);
    expect(some.map(text)).toEqual(['f', 'a', 'd', 'c', 'a']);
    expect(some.map(({ version }) => version)).toEqual([4, 0, 2, 1, 0]);
    expect(await (await stored()).readSome('acme', [])).toEqual([]);
  });

  it('gives of a stream what the log gives', async () => {
    const store = await stored();
    const logged = (await all(store.log(-1))).filter(({ stream }) => stream === 'acme');
    expect((await all(store.read('acme'))).map(plain)).toEqual(logged.map(plain));
    const some = await store.readSome('acme', [0, 1, 2, 3, 4]);
    expect(some.map(plain)).toEqual(logged.map(plain));
  });

  it('refuses versions that are not there', async () => {
    const store = await stored();
    await expect(store.readSome('acme', [0, 5])).rejects.toThrow(RangeError);
    await expect(store.readSome('nobody', [0])).rejects.toThrow(RangeError);
  });

  it('gives what cannot hurt the store when a reader writes over it', async () => {
    const store = await stored();
    for (const { bytes } of await store.readSome('acme', [0, 1])) bytes.fill(0);
    for (const { bytes } of await all(store.log(-1))) bytes.fill(0);
    expect((await all(store.read('acme'))).map(text)).toEqual(['a', 'c', 'd', 'e', 'f']);
  });
};

export const followsTheLog = (use: Use): void => {
  it('gives everything behind a position, in order, over all streams', async () => {
    const { store } = use();
    const ends: number[] = [];
    ends.push(await store.append([add('acme', 0, 'a'), add('beta', 0, 'b')]));
    ends.push(await store.append([add('acme', 1, 'c')]));
    ends.push(await store.append([add('beta', 1, 'd'), add('new', 0, 'e')]));
    const whole = await all(store.log(-1));
    expect(whole.map(text)).toEqual(['a', 'b', 'c', 'd', 'e']);
    const positions = whole.map(({ position }) => position);
    expect(positions).toEqual([...new Set(positions)].sort((one, other) => one - other));
    for (const [index, position] of positions.entries()) {
      const rest = await all(store.log(position));
      expect(rest.map(plain)).toEqual(whole.slice(index + 1).map(plain));
    }
    expect(ends).toEqual([positions[1], positions[2], positions[4]]);
  });

  it('is empty when nothing was appended', async () => {
    expect(await all(use().store.log(-1))).toEqual([]);
    expect(await all(use().store.streams())).toEqual([]);
  });

  it('gives also what is appended while it is read', async () => {
    const { store } = use();
    await store.append([add('acme', 0, 'a'), add('beta', 0, 'b')]);
    const seen: string[] = [];
    for await (const stored of store.log(-1)) {
      seen.push(text(stored));
      if (seen.length === 1) await store.append([add('acme', 1, 'c')]);
    }
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('can be left before its end', async () => {
    const { store } = use();
    await store.append([add('acme', 0, 'a'), add('beta', 0, 'b')]);
    for await (const stored of store.log(-1)) {
      expect(text(stored)).toBe('a');
      break;
    }
    await store.append([add('acme', 1, 'c')]);
    expect((await all(store.log(-1))).map(text)).toEqual(['a', 'b', 'c']);
  });

  it('counts the appends of every stream', async () => {
    const { store } = use();
    await store.append([add('acme', 0, 'a'), add('beta', 0, 'b'), add('acme', 1, 'c')]);
    await store.append([add('acme', 2, 'd')]);
    const streams = await all(store.streams());
    expect(streams.sort((one, other) => (one.stream < other.stream ? -1 : 1))).toEqual([
      { stream: 'acme', length: 3 },
      { stream: 'beta', length: 1 },
    ]);
  });
};
