import type { Append } from '@seatmeter/engine';
import { crc32 } from 'node:zlib';

/**
 * How a list of appends becomes one row of the log. All numbers are unsigned, of 32 bits, the lowest byte first.
 *
 *     directory  checksum of the rest · number of appends
 *                of each append: number of its stream · version · length of its bytes
 *                of each stream that is new: length of its name in bytes · name (UTF-16)
 *     data       of each append: bytes · checksum
 *
 * Streams are numbered from 0 as they first appear in the log; a number that is one beyond is a new stream. Checksums
 * are CRC-32, begun with the position, so that nothing right in itself passes in the wrong place.
 */
export interface LogRow {
  readonly directory: Buffer;
  readonly data: Buffer;
}

const HEAD_BYTES = 8;
const ENTRY_BYTES = 12;
export const CHECKSUM_BYTES = 4;

/** What is in a row that is said to be at a position. */
export interface DirectoryReader {
  readonly count: number;
  streamAt(index: number): number;
  versionAt(index: number): number;
  lengthAt(index: number): number;
  /** The names of the streams that are new, in the order of their numbers. */
  readonly names: readonly string[];
}

/** `numbers` of the streams that are known, `known` of them. */
export const encodeRow = (
  position: number,
  appends: readonly Append[],
  numberOf: (stream: string) => number | undefined,
  known: number,
): LogRow => {
  const fresh = new Map<string, number>();
  const head = Buffer.allocUnsafe(HEAD_BYTES + appends.length * ENTRY_BYTES);
  head.writeUInt32LE(appends.length, 4);
  let at = HEAD_BYTES;
  for (const { stream, version, bytes } of appends) {
    let number = numberOf(stream) ?? fresh.get(stream);
    if (number === undefined) fresh.set(stream, (number = known + fresh.size));
    head.writeUInt32LE(number, at);
    head.writeUInt32LE(version, at + 4);
    head.writeUInt32LE(bytes.length, at + 8);
    at += ENTRY_BYTES;
  }
  const directory = Buffer.concat([head, ...[...fresh.keys()].flatMap(encodeName)]);
  directory.writeUInt32LE(checksum(directory.subarray(4), position), 0);
  return { directory, data: encodeData(position, appends) };
};

const encodeName = (name: string): Buffer[] => {
  const text = Buffer.from(name, 'utf16le');
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32LE(text.length);
  return [length, text];
};

const encodeData = (position: number, appends: readonly Append[]): Buffer => {
  let size = 0;
  for (const { bytes } of appends) size += bytes.length + CHECKSUM_BYTES;
  const data = Buffer.allocUnsafe(size);
  let at = 0;
  for (const [index, { bytes }] of appends.entries()) {
    data.set(bytes, at);
    at += bytes.length;
    data.writeUInt32LE(checksum(bytes, position + index), at);
    at += CHECKSUM_BYTES;
  }
  return data;
};

/** Undefined when the bytes are not the directory that was written at this position. */
export const readDirectory = (
  position: number,
  directory: Uint8Array,
): DirectoryReader | undefined => {
  if (directory.length < HEAD_BYTES) return undefined;
  const bytes = Buffer.from(directory.buffer, directory.byteOffset, directory.length);
  if (bytes.readUInt32LE(0) !== checksum(bytes.subarray(4), position)) return undefined;
  const count = bytes.readUInt32LE(4);
  const entry = (index: number, field: number): number =>
    bytes.readUInt32LE(HEAD_BYTES + index * ENTRY_BYTES + field);
  return {
    count,
    streamAt: (index) => entry(index, 0),
    versionAt: (index) => entry(index, 4),
    lengthAt: (index) => entry(index, 8),
    names: decodeNames(bytes.subarray(HEAD_BYTES + count * ENTRY_BYTES)),
  };
};

const decodeNames = (bytes: Buffer): string[] => {
  const names: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 4 + bytes.readUInt32LE(at);
    names.push(bytes.toString('utf16le', at + 4, end));
    at = end;
  }
  return names;
};

/** The bytes of an append out of what is stored of it; undefined when they are not what was stored there. */
export const openSealed = (position: number, sealed: Uint8Array): Uint8Array | undefined => {
  const end = sealed.length - CHECKSUM_BYTES;
  if (end < 0) return undefined;
  const stored = Buffer.from(sealed.buffer, sealed.byteOffset + end, 4).readUInt32LE(0);
  const bytes = sealed.subarray(0, end);
  return stored === checksum(bytes, position) ? bytes : undefined;
};

const checksum = (bytes: Uint8Array, position: number): number => crc32(bytes, position >>> 0);
