/** Writes numbers and strings one behind the other. The bytes it gives out are a copy. */
export class ByteWriter {
  private buffer = Buffer.allocUnsafe(1 << 16);
  private length = 0;

  clear(): void {
    this.length = 0;
  }

  taken(): Uint8Array {
    return Uint8Array.prototype.slice.call(this.buffer, 0, this.length);
  }

  byte(value: number): void {
    this.room(1);
    this.buffer[this.length] = value;
    this.length += 1;
  }

  raw(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** A whole number from 0 to 2^53 - 1: seven bits a byte, the lowest first. */
  number(value: number): void {
    this.room(8);
    let rest = value;
    while (rest >= 0x80) {
      this.buffer[this.length] = (rest % 0x80) | 0x80;
      this.length += 1;
      rest = Math.floor(rest / 0x80);
    }
    this.buffer[this.length] = rest;
    this.length += 1;
  }

  /** A whole number of either sign, up to 2^52. */
  signed(value: number): void {
    this.number(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** Any string: a byte a unit where every unit fits into one, else two, the lower first. */
  text(value: string): void {
    const { length } = value;
    this.room(2 * length + 8);
    const before = this.length;
    this.number(2 * length);
    for (let at = 0; at < length; at += 1) {
      const unit = value.charCodeAt(at);
      if (unit > 0xff) {
        this.length = before;
        this.wideText(value);
        return;
      }
      this.buffer[this.length + at] = unit;
    }
    this.length += length;
  }

  private wideText(value: string): void {
    this.number(2 * value.length + 1);
    this.length += this.buffer.write(value, this.length, 'utf16le');
  }

  private room(size: number): void {
    if (this.length + size <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.length + size));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}

/** Reads what a {@link ByteWriter} wrote, in the same order. */
export class ByteReader {
  private readonly buffer: Buffer;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(): number {
    const value = this.buffer[this.at]!;
    this.at += 1;
    return value;
  }

  raw(length: number): Uint8Array {
    this.at += length;
    return this.buffer.subarray(this.at - length, this.at);
  }

  number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  signed(): number {
    const value = this.number();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  text(): string {
    const size = this.number();
    const wide = size % 2 === 1;
    const start = this.at;
    this.at += wide ? size - 1 : size / 2;
    return this.buffer.toString(wide ? 'utf16le' : 'latin1', start, this.at);
  }
}
