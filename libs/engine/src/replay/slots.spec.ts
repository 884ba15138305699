import { slotHash, SlotNumbers, slotSize, slotText } from './slots';

const LENGTH = 12;
const COUNT = 200_000;

/** So many random strings of letters, one behind the other as a log keeps them. */
const randomSlots = (): DataView => {
  const view = new DataView(new SharedArrayBuffer(COUNT * (LENGTH + 1) + 4));
  let state = 1;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
  for (let slot = 0; slot < COUNT; slot += 1) {
    const at = slot * (LENGTH + 1);
    view.setUint8(at, LENGTH);
    for (let place = 1; place <= LENGTH; place += 1) view.setUint8(at + place, 97 + (next() % 26));
  }
  return view;
};

it('different strings have different numbers, also where their hashes are the same', () => {
  const view = randomSlots();
  const places = Array.from({ length: COUNT }, (_, slot) => slot * (LENGTH + 1));
  const hashes = new Set(places.map((at) => slotHash(view, at, LENGTH + 1)));
  expect(hashes.size).toBeLessThan(COUNT);
  expect(hashes.size).toBeGreaterThan(COUNT - 100);
  const numbers = new SlotNumbers([view], COUNT);
  numbers.clear(COUNT);
  const taken = places.map((at) => numbers.take(0, at, slotSize(view, at)));
  const texts = new Map(places.map((at) => [slotText(view, at), at]));
  expect(numbers.count).toBe(texts.size);
  const odd = places.find((at, slot) => numbers.textOf(taken[slot]!) !== slotText(view, at));
  expect(odd).toBeUndefined();
  numbers.clear(1);
  expect([numbers.take(0, 0, LENGTH + 1), numbers.count]).toEqual([0, 1]);
});
