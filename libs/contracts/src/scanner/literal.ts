/**
 * Bytes that must stand as they are, compared eight at a time as floats. That is exact as long as each word's top byte
 * is ASCII and not NUL: such a float is neither NaN nor zero.
 */
export class Literal {
  readonly length: number;
  private readonly words: Float64Array;
  private readonly low: number;
  private readonly lowMask: number;
  private readonly high: number;
  private readonly highMask: number;

  /** @param bytes ASCII without NUL; not kept. */
  constructor(readonly bytes: Uint8Array) {
    this.length = bytes.length;
    const rest = bytes.length % 8;
    const padded = new DataView(new ArrayBuffer(bytes.length - rest + 8));
    const mask = new DataView(new ArrayBuffer(8));
    bytes.forEach((byte, at) => {
      padded.setUint8(at, byte);
    });
    for (let at = 0; at < rest; at += 1) mask.setUint8(at, 0xff);
    this.words = new Float64Array((bytes.length - rest) / 8);
    for (let word = 0; word < this.words.length; word += 1)
      this.words[word] = padded.getFloat64(8 * word, true);
    this.low = padded.getInt32(bytes.length - rest, true);
    this.high = padded.getInt32(bytes.length - rest + 4, true);
    this.lowMask = mask.getInt32(0, true);
    this.highMask = mask.getInt32(4, true);
  }

  /** Whether it stands at `at`. Reads no further than seven bytes behind the first byte that differs, or behind its end. */
  standsAt(view: DataView, from: number): boolean {
    const { words } = this;
    let at = from;
    for (let word = 0; word < words.length; word += 1) {
      if (view.getFloat64(at, true) !== words[word]) return false;
      at += 8;
    }
    return (
      (view.getInt32(at, true) & this.lowMask) === this.low &&
      (view.getInt32(at + 4, true) & this.highMask) === this.high
    );
  }
}
