import { randomBytes } from 'node:crypto';
import type { Append } from '../ports/event-store';
import type { Use } from './event-store-use';
import { add, all, text } from './event-store-words';

/** Names that trip up what is not careful: keys of objects, SQL, terminators, half a surrogate pair. */
export const ODD_NAMES = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'a',
  'A',
  'a ',
  ' a',
  'ä',
  'a\u0308',
  '零',
  '\u{1F4DE}',
  '\ud83d',
  '\udcde',
  'nul\0one',
  'nul\0two',
  "'; DROP TABLE log; --",
  '%',
  '..',
  'a/b',
  'line\nend',
  '0',
  '-1',
  'x'.repeat(200),
];

export const holdsMuch = (use: Use): void => {
  it('holds an append of no byte and one of 1 MiB', async () => {
    const { store } = use();
    const large = new Uint8Array(randomBytes(1024 * 1024));
    await store.append([
      add('acme', 0, ''),
      { stream: 'beta', version: 0, bytes: large },
      add('acme', 1, 'z'),
    ]);
    const [beta] = await store.readSome('beta', [0]);
    expect(Buffer.compare(beta!.bytes, large)).toBe(0);
    expect((await all(store.read('acme'))).map(text)).toEqual(['', 'z']);
    const logged = await all(store.log(-1));
    expect(logged.map(({ bytes }) => bytes.length)).toEqual([0, large.length, 1]);
  });

  it('holds bytes of every value, as they are', async () => {
    const { store } = use();
    const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
    await store.append([{ stream: 'acme', version: 0, bytes: bytes.subarray(3) }]);
    const [stored] = await store.readSome('acme', [0]);
    expect([...stored!.bytes]).toEqual([...bytes.subarray(3)]);
  });

  it('holds 10,000 streams, in one list and over lists', async () => {
    const { store } = use();
    const round = (version: number): Append[] =>
      Array.from({ length: 10_000 }, (_, n) => add(`account-${n}`, version, `${n}@${version}`));
    for (const version of [0, 1, 2]) await store.append(round(version));
    expect(await all(store.streams())).toHaveLength(10_000);
    for (const n of [0, 1, 4_999, 9_999]) {
      const read = await all(store.read(`account-${n}`));
      expect(read.map(text)).toEqual([`${n}@0`, `${n}@1`, `${n}@2`]);
    }
    expect(await all(store.log(-1))).toHaveLength(30_000);
  });

  it('tells odd names apart', async () => {
    const { store } = use();
    await store.append(ODD_NAMES.map((name, index) => add(name, 0, `first of ${index}`)));
    for (const [index, name] of ODD_NAMES.entries())
      await store.append([add(name, 1, `second of ${index}`)]);
    for (const [index, name] of ODD_NAMES.entries()) {
      const read = await all(store.read(name));
      expect(read.map(text)).toEqual([`first of ${index}`, `second of ${index}`]);
      expect(read.map(({ stream }) => stream)).toEqual([name, name]);
    }
    const streams = await all(store.streams());
    expect(streams.map(({ stream }) => stream).sort()).toEqual([...ODD_NAMES].sort());
    expect(await all(store.read('toString'))).toEqual([]);
  });
};
