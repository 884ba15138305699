import fc from 'fast-check';
import { StreamMoved, type Append, type EventStore } from '../ports/event-store';
import type { OpenStore } from './event-store-use';
import { add, all, plain } from './event-store-words';

/** The definition: lists in a row. A list that is there already answers as it did; else every version must be next. */
class Model {
  readonly lists: (readonly Append[])[] = [];

  /** The index in the log of the list's last append, or of what is refused: stream, wanted, next. */
  append(list: readonly Append[]): number | readonly [string, number, number] {
    const before = this.lists.findIndex((stored) => isSameList(stored, list));
    if (before !== -1) return this.lists.slice(0, before + 1).flat().length - 1;
    for (const [index, { stream, version }] of list.entries()) {
      const behind = [...this.log(), ...list.slice(0, index)];
      const next = behind.filter((append) => append.stream === stream).length;
      if (version !== next) return [stream, version, next];
    }
    this.lists.push(list);
    return this.log().length - 1;
  }

  log(): Append[] {
    return this.lists.flat();
  }
}

const isSameList = (one: readonly Append[], other: readonly Append[]): boolean =>
  one.length === other.length && one.every((append, index) => isSame(append, other[index]!));

const isSame = (one: Append, other: Append): boolean =>
  one.stream === other.stream &&
  one.version === other.version &&
  Buffer.compare(one.bytes, other.bytes) === 0;

const STREAMS = ['acme', 'beta', '__proto__'];

/** Few streams, versions and texts, so that lists often fit, repeat or collide. */
const lists = fc.array(
  fc.array(
    fc.record({
      stream: fc.constantFrom(...STREAMS),
      /** How far from the next version. */
      off: fc.oneof({ weight: 12, arbitrary: fc.constant(0) }, fc.constantFrom(-2, -1, 1)),
      words: fc.constantFrom('', 'a', 'b'),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  { minLength: 1, maxLength: 12 },
);

/** After some lists, an earlier one is sent again, whole or in part. */
const repeats = fc.array(fc.tuple(fc.nat(11), fc.nat(3), fc.nat(4)), { maxLength: 6 });

type Roll = typeof lists extends fc.Arbitrary<infer T> ? T : never;

const listOf = (model: Model, roll: Roll[number]): Append[] => {
  const behind = model.log();
  return roll.map(({ stream, off, words }) => {
    const next = behind.filter((append) => append.stream === stream).length;
    const append = add(stream, Math.max(0, next + off), words);
    behind.push(append);
    return append;
  });
};

const expectSame = async (store: EventStore, model: Model): Promise<void> => {
  const positions = (await all(store.log(-1))).map(({ position }) => position);
  const log = model.log().map((append, index) => ({ ...append, position: positions[index]! }));
  expect((await all(store.log(-1))).map(plain)).toEqual(log.map(plain));
  for (const stream of STREAMS) {
    const expected = log.filter((stored) => stored.stream === stream).map(plain);
    expect((await all(store.read(stream))).map(plain)).toEqual(expected);
    const backwards = expected.map(({ version }) => version).reverse();
    const some = await store.readSome(stream, backwards);
    expect(some.map(plain)).toEqual([...expected].reverse());
  }
};

const expectSameAnswer = async (
  store: EventStore,
  model: Model,
  list: readonly Append[],
): Promise<void> => {
  const expected = model.append(list);
  const answer = await store.append(list).catch((error: unknown) => error);
  if (typeof expected === 'number') {
    const log = await all(store.log(-1));
    expect(answer).toBe(log[expected]?.position);
    return;
  }
  const [stream, wanted, next] = expected;
  expect(answer).toBeInstanceOf(StreamMoved);
  expect(answer).toMatchObject({ stream, wanted, next });
};

const RUNS = Number(process.env.PROPERTY_RUNS ?? 10_000);

export const agreesWithTheModel = (open: () => Promise<OpenStore>): Promise<void> =>
  fc.assert(
    fc.asyncProperty(lists, repeats, async (rolls, again) => {
      const opened = await open();
      const { store } = opened;
      try {
        const model = new Model();
        const sent: Append[][] = [];
        for (const roll of rolls) {
          sent.push(listOf(model, roll));
          await expectSameAnswer(store, model, sent.at(-1)!);
        }
        for (const [which, from, length] of again) {
          const part = sent[which % sent.length]!.slice(from, from + length);
          if (part.length > 0) await expectSameAnswer(store, model, part);
        }
        await expectSame(store, model);
      } finally {
        await opened.close();
      }
    }),
    { numRuns: Math.ceil(RUNS * 0.01) },
  );
