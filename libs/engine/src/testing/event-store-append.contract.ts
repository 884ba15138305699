import { StreamMoved } from '../ports/event-store';
import type { Use } from './event-store-use';
import { add, all, text } from './event-store-words';

export const appends = (use: Use): void => {
  it('answers the position of the last, and positions grow', async () => {
    const { store } = use();
    const first = await store.append([add('acme', 0, 'a'), add('beta', 0, 'b')]);
    const second = await store.append([add('acme', 1, 'c')]);
    expect(second).toBeGreaterThan(first);
    expect((await all(store.log(-1))).at(-1)?.position).toBe(second);
  });

  it('takes several appends of one stream in one list', async () => {
    const { store } = use();
    await store.append([add('acme', 0, 'a'), add('beta', 0, 'b'), add('acme', 1, 'c')]);
    await store.append([add('acme', 2, 'd'), add('acme', 3, 'e')]);
    expect((await all(store.read('acme'))).map(text)).toEqual(['a', 'c', 'd', 'e']);
  });

  it('keeps no hold of the bytes that it was given', async () => {
    const { store } = use();
    const append = add('acme', 0, 'before');
    await store.append([append]);
    append.bytes.fill(0);
    expect((await all(store.read('acme'))).map(text)).toEqual(['before']);
  });

  it('takes no empty list', async () => {
    await expect(use().store.append([])).rejects.toThrow(RangeError);
  });

  it('takes appends that were started together in the order of their start', async () => {
    const { store } = use();
    const versions = Array.from({ length: 50 }, (_, version) => version);
    const positions = await Promise.all(
      versions.map((version) => store.append([add('acme', version, `v${version}`)])),
    );
    expect(positions).toEqual([...positions].sort((one, other) => one - other));
    expect((await all(store.read('acme'))).map(text)).toEqual(versions.map((v) => `v${v}`));
  });

  it('lets one of two writers win a version', async () => {
    const { store } = use();
    const race = ['one', 'other'].map((words) => store.append([add('acme', 0, words)]));
    const results = await Promise.allSettled(race);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await all(store.read('acme'))).toHaveLength(1);
  });
};

export const isAtomic = (use: Use): void => {
  it.each([
    { of: 'behind the next', list: [add('beta', 0, 'x'), add('acme', 0, 'x')], at: ['acme', 0, 1] },
    { of: 'beyond the next', list: [add('beta', 0, 'x'), add('acme', 2, 'x')], at: ['acme', 2, 1] },
    { of: 'new, not at 0', list: [add('acme', 1, 'x'), add('beta', 1, 'x')], at: ['beta', 1, 0] },
    {
      of: 'twice at one version in the list',
      list: [add('acme', 1, 'x'), add('acme', 1, 'x')],
      at: ['acme', 1, 2],
    },
  ])('stores nothing when a stream is $of', async ({ list, at }) => {
    const { store } = use();
    await store.append([add('acme', 0, 'a')]);
    const [stream, wanted, next] = at;
    const moved = store.append(list);
    await expect(moved).rejects.toBeInstanceOf(StreamMoved);
    await expect(moved).rejects.toMatchObject({ stream, wanted, next, code: 'STREAM_MOVED' });
    expect((await all(store.log(-1))).map(text)).toEqual(['a']);
    expect(await all(store.streams())).toEqual([{ stream: 'acme', length: 1 }]);
    await store.append([add('acme', 1, 'b'), add('beta', 0, 'c')]);
    expect((await all(store.log(-1))).map(text)).toEqual(['a', 'b', 'c']);
  });
};

export const isIdempotent = (use: Use): void => {
  const list = [add('acme', 0, 'a'), add('beta', 0, 'b'), add('acme', 1, 'c')];

  it('answers as it did the first time and changes nothing', async () => {
    const { store } = use();
    const first = await store.append(list);
    await store.append([add('acme', 2, 'd')]);
    expect(await store.append(list)).toBe(first);
    expect((await all(store.log(-1))).map(text)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is answered also when both were started together', async () => {
    const { store } = use();
    const [one, other] = await Promise.all([store.append(list), store.append(list)]);
    expect(one).toBe(other);
    expect(await all(store.log(-1))).toHaveLength(3);
  });

  it.each([
    { what: 'its beginning', again: list.slice(0, 2), at: ['acme', 0, 2] },
    { what: 'its end', again: list.slice(1), at: ['beta', 0, 1] },
    { what: 'one append of it', again: list.slice(2), at: ['acme', 1, 2] },
    { what: 'it and one more', again: [...list, add('new', 0, 'x')], at: ['acme', 0, 2] },
    { what: 'another order', again: [list[1]!, list[0]!, list[2]!], at: ['beta', 0, 1] },
    { what: 'other bytes', again: [list[0]!, add('beta', 0, 'B'), list[2]!], at: ['acme', 0, 2] },
    { what: 'fewer bytes', again: [...list.slice(0, 2), add('acme', 1, '')], at: ['acme', 0, 2] },
  ])('is another list when it is $what', async ({ again, at }) => {
    const { store } = use();
    await store.append(list);
    const [stream, wanted, next] = at;
    const moved = store.append(again);
    await expect(moved).rejects.toBeInstanceOf(StreamMoved);
    await expect(moved).rejects.toMatchObject({ stream, wanted, next });
    expect((await all(store.log(-1))).map(text)).toEqual(['a', 'b', 'c']);
  });

  it('is another list when two lists together make it', async () => {
    const { store } = use();
    await store.append([add('acme', 0, 'a')]);
    await store.append([add('acme', 1, 'b')]);
    const both = store.append([add('acme', 0, 'a'), add('acme', 1, 'b')]);
    await expect(both).rejects.toBeInstanceOf(StreamMoved);
  });
};
