import type { Append, EventStore, StoredAppend } from '@seatmeter/engine';
import { createHash } from 'node:crypto';

const STREAMS = 20;

/** The list number n of a writer that is interrupted: for every stream its append n, of bytes that only it has. */
export const listNumber = (n: number): Append[] =>
  Array.from({ length: STREAMS }, (_, stream) => ({
    stream: `account-${stream}`,
    version: n,
    bytes: bytesOf(stream, n),
  }));

const bytesOf = (stream: number, n: number): Uint8Array => {
  const seed = createHash('sha256').update(`${stream} ${n}`).digest();
  return Buffer.concat(Array.from({ length: 1 + ((stream + n) % 9) }, () => seed));
};

/** How many whole lists are in a store; fails when anything is in it but lists 0, 1, 2…, each whole and right. */
export const wholeListsIn = async (store: EventStore): Promise<number> => {
  let lists = 0;
  for await (const { stream, length } of store.streams()) {
    lists = length;
    expect(stream).toMatch(/^account-\d+$/);
  }
  const found: StoredAppend[] = [];
  for await (const stored of store.log(-1)) found.push(stored);
  const expected = Array.from({ length: lists }, (_, n) => listNumber(n)).flat();
  expect(found).toHaveLength(expected.length);
  for (const [index, { stream, version, bytes }] of expected.entries()) {
    expect(found[index]).toMatchObject({ stream, version });
    expect(Buffer.compare(found[index]!.bytes, bytes)).toBe(0);
  }
  return lists;
};
