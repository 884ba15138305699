import type { Append, StoredAppend } from '../ports/event-store';

/** An append whose bytes are the words. */
export const add = (stream: string, version: number, words: string): Append => ({
  stream,
  version,
  bytes: Uint8Array.from(Buffer.from(words)),
});

export const text = ({ bytes }: StoredAppend): string => Buffer.from(bytes).toString();

/** With its bytes as text, so that a Buffer and a Uint8Array are equal. */
export const plain = (
  stored: StoredAppend,
): Omit<StoredAppend, 'bytes'> & { readonly bytes: string } => ({
  stream: stored.stream,
  version: stored.version,
  position: stored.position,
  bytes: Buffer.from(stored.bytes).toString('latin1'),
});

export const all = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const item of source) found.push(item);
  return found;
};
