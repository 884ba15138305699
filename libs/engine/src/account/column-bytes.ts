import type { ByteReader, ByteWriter } from '../stream/byte-writer';

type Column = Uint8Array | Int32Array;

const WIDTHS = { 1: Int8Array, 2: Int16Array, 4: Int32Array } as const;

const bytesOf = (column: ArrayBufferView): Uint8Array =>
  new Uint8Array(column.buffer, column.byteOffset, column.byteLength);

/** The next numbers of a width, in the byte order of the machine. */
const numbersIn = <T>(
  from: ByteReader,
  of: { new (buffer: ArrayBuffer): T; readonly BYTES_PER_ELEMENT: number },
  count: number,
): T => {
  const copy = Uint8Array.from(from.raw(count * of.BYTES_PER_ELEMENT));
  return new of(copy.buffer);
};

/** Writes a column as narrow as its numbers are, in the byte order of the machine. */
export const writeColumn = (to: ByteWriter, column: Column): void => {
  let [least, most] = [0, 0];
  for (let fact = 0; fact < column.length; fact += 1) {
    const value = column[fact]!;
    if (value < least) least = value;
    else if (value > most) most = value;
  }
  const fits = (bits: number): boolean => least >= -(2 ** bits) && most < 2 ** bits;
  const width = fits(7) ? 1 : fits(15) ? 2 : 4;
  to.byte(width);
  to.raw(bytesOf(new WIDTHS[width](column)));
};

/** Fills a column with `count` numbers that {@link writeColumn} wrote. */
export const readColumn = <T extends Column>(from: ByteReader, into: T, count: number): T => {
  const width = from.byte() as keyof typeof WIDTHS;
  into.set(numbersIn<Int8Array | Int16Array | Int32Array>(from, WIDTHS[width], count));
  return into;
};

/** Writes instants: where they lie within 49 days, four bytes each. */
export const writeInstants = (to: ByteWriter, instants: Float64Array): void => {
  let least = instants[0] ?? 0;
  let most = least;
  for (let fact = 1; fact < instants.length; fact += 1) {
    const at = instants[fact]!;
    if (at < least) least = at;
    else if (at > most) most = at;
  }
  const narrow = most - least < 2 ** 32;
  to.byte(narrow ? 4 : 8);
  if (!narrow) {
    to.raw(bytesOf(instants));
    return;
  }
  to.signed(least);
  const offsets = new Uint32Array(instants.length);
  for (let fact = 0; fact < instants.length; fact += 1) offsets[fact] = instants[fact]! - least;
  to.raw(bytesOf(offsets));
};

/** Fills a column with `count` instants that {@link writeInstants} wrote. */
export const readInstants = <T extends Float64Array>(
  from: ByteReader,
  into: T,
  count: number,
): T => {
  if (from.byte() === 8) {
    into.set(numbersIn(from, Float64Array, count));
    return into;
  }
  const least = from.signed();
  const offsets = numbersIn(from, Uint32Array, count);
  for (let fact = 0; fact < count; fact += 1) into[fact] = least + offsets[fact]!;
  return into;
};
