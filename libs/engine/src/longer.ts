/** The same column with twice the room. */
export const longer = <T extends Uint8Array | Int32Array | Uint32Array | Float64Array>(
  full: T,
): T => {
  const more = new (full.constructor as new (length: number) => T)(2 * full.length);
  more.set(full);
  return more;
};
