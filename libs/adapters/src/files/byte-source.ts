import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { types } from 'node:util';
import { createGunzip } from 'node:zlib';

const CHUNK = 256 * 1024;

export type FileProblemCode =
  | 'FILE_MISSING'
  | 'FILE_IS_DIRECTORY'
  | 'FILE_NOT_PERMITTED'
  | 'FILE_SHRANK'
  | 'GZIP_TRUNCATED'
  | 'GZIP_CORRUPT'
  | 'FILE_UNREADABLE';

/** A file that cannot be read, or not to its end. The message says what to do about it. */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';

  constructor(
    readonly code: FileProblemCode,
    /** As it was asked for; `-` is standard input. */
    readonly file: string,
    message: string,
    /** Bytes of the file itself (compressed ones of a gzip file) read before it failed. */
    readonly bytesRead: number,
    /** Whether the same call may succeed later: the disk or the system failed, not the file. */
    readonly retriable: boolean,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

/** A file's name for messages. */
export const inputName = (path: string): string => (path === '-' ? 'standard input' : path);

const PROBLEMS: Readonly<Record<string, readonly [FileProblemCode, string]>> = {
  ENOENT: ['FILE_MISSING', 'there is no such file: check the path'],
  ENOTDIR: ['FILE_MISSING', 'a part of the path is no directory: check the path'],
  EISDIR: ['FILE_IS_DIRECTORY', 'this is a directory: name a file in it'],
  EACCES: ['FILE_NOT_PERMITTED', 'not permitted to read it: check its owner and mode'],
  EPERM: ['FILE_NOT_PERMITTED', 'not permitted to read it: check its owner and mode'],
  Z_BUF_ERROR: ['GZIP_TRUNCATED', 'the gzip data ends too early: copy the file again, complete'],
  Z_DATA_ERROR: ['GZIP_CORRUPT', 'the gzip data is damaged: copy the file again'],
};

/** What a failed reading says; a {@link FileProblem} says it already. */
export const problemOf = (path: string, cause: unknown, bytesRead: number): FileProblem => {
  if (cause instanceof FileProblem) return cause;
  const error = types.isNativeError(cause) ? cause : new Error(String(cause));
  const known = 'code' in error ? PROBLEMS[String(error.code)] : undefined;
  const [kind, what] = known ?? [
    'FILE_UNREADABLE' as const,
    `reading failed (${error.message}): try again, check the disk`,
  ];
  const far = bytesRead === 0 ? '' : ` (after ${bytesRead.toLocaleString('en-US')} bytes of it)`;
  const message = `${inputName(path)}: ${what}${far}`;
  return new FileProblem(kind, path, message, bytesRead, known === undefined, cause);
};

/** The first bytes, at least two of them when there are as many: enough to know gzip by its magic. */
const readHead = async (chunks: AsyncIterator<Uint8Array>): Promise<Buffer> => {
  const head: Uint8Array[] = [];
  for (let length = 0; length < 2;) {
    const next = await chunks.next();
    if (next.done === true) break;
    head.push(next.value);
    length += next.value.length;
  }
  return Buffer.concat(head);
};

const unzipped = (bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> => {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  // A failure of either side destroys the other and is thrown by whoever iterates `gunzip`.
  pipeline(Readable.from(bytes, { objectMode: false }), gunzip, () => undefined);
  return gunzip as AsyncIterable<Uint8Array>;
};

/**
 * The bytes of a file, of standard input for `-`; gzip, known by its first two bytes and not by a name, is unpacked, all of
 * its concatenated members. Memory stays constant, and who stops early closes the file.
 *
 * `onRead` hears, chunk by chunk, how many bytes of the file itself (compressed ones) have been read so far: with
 * {@link sizeOf} that is the progress.
 * @throws FileProblem while iterating. What came before a truncated or damaged place has been given out by then.
 */
export async function* openBytes(
  path: string,
  onRead: (bytesSoFar: number) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  let bytesRead = 0;
  const input = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: CHUNK });
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of input as AsyncIterable<Uint8Array>) {
      bytesRead += chunk.length;
      onRead(bytesRead);
      yield chunk;
    }
  }
  try {
    const chunks = counted();
    const head = await readHead(chunks);
    const whole = async function* (): AsyncGenerator<Uint8Array> {
      if (head.length > 0) yield head;
      yield* chunks;
    };
    yield* head[0] === 0x1f && head[1] === 0x8b ? unzipped(whole()) : whole();
  } catch (error) {
    throw problemOf(path, error, bytesRead);
  } finally {
    input.destroy();
  }
}

/** The length of a file in bytes; none of a pipe, of standard input and of what is not there. */
export const sizeOf = async (path: string): Promise<number | undefined> => {
  if (path === '-') return undefined;
  const stats = await stat(path).catch(() => undefined);
  return stats?.isFile() === true ? stats.size : undefined;
};
