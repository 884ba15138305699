/** Whether two runs of `length` bytes are equal. Reads, but does not compare, up to three bytes behind each. */
export const sameBytes = (
  left: DataView,
  leftAt: number,
  right: DataView,
  rightAt: number,
  length: number,
): boolean => {
  let at = 0;
  for (; at + 4 <= length; at += 4)
    if (left.getInt32(leftAt + at, true) !== right.getInt32(rightAt + at, true)) return false;
  if (at === length) return true;
  const difference = left.getInt32(leftAt + at, true) ^ right.getInt32(rightAt + at, true);
  return difference << ((at + 4 - length) << 3) === 0;
};

export const isAscii = (text: string): boolean => {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
};

/**
 * Writes a string in the one form that makes equal bytes of equal width mean equal strings: ASCII as its bytes, anything
 * else (`wide`) as UTF-16LE, so that lone surrogates survive. Returns the bytes written, at most twice the string's length.
 */
export const encodeSlot = (bytes: Uint8Array, at: number, text: string, wide: boolean): number => {
  for (let unit = 0; unit < text.length; unit += 1) {
    const code = text.charCodeAt(unit);
    if (wide) {
      bytes[at + 2 * unit] = code & 0xff;
      bytes[at + 2 * unit + 1] = code >> 8;
    } else bytes[at + unit] = code;
  }
  return wide ? 2 * text.length : text.length;
};

/** The string in a slot: `length` bytes from `at`, ASCII or, when `wide`, UTF-16LE. */
export const decodeSlot = (bytes: Uint8Array, at: number, length: number, wide: boolean): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + at, length).toString(wide ? 'utf16le' : 'latin1');
