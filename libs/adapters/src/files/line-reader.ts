import { isUtf8 } from 'node:buffer';

/** The longest line that is read, in bytes without its line end: as much as one session fact may have. */
export const LINE_LIMIT = 64 * 1024;

interface Placed {
  /** Counted from 1. */
  readonly number: number;
}

/** A line as it was written, without its line end. */
export type TextLine = Placed & { readonly type: 'text'; readonly text: string };

/** One line of a file. A line that is not UTF-8 has no text: replacement characters would make different ids equal. */
export type Line =
  | TextLine
  | (Placed & { readonly type: 'too-long'; readonly bytes: number; readonly limit: number })
  | (Placed & { readonly type: 'not-utf8'; readonly bytes: number });

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

class LineSplitter {
  #number = 0;
  #held: Buffer[] = [];
  #heldBytes = 0;

  constructor(readonly limit: number) {}

  push(chunk: Uint8Array): Line[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: Line[] = [];
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      lines.push(this.#complete(bytes.subarray(start, end)));
      start = end + 1;
    }
    this.#hold(bytes.subarray(start));
    return lines;
  }

  end(): Line[] {
    return this.#heldBytes === 0 ? [] : [this.#complete(Buffer.alloc(0))];
  }

  /** Keeps the beginning of a line until its end comes; of one that is too long only the length. */
  #hold(part: Buffer): void {
    this.#heldBytes += part.length;
    if (this.#heldBytes > this.limit + 1) this.#held = [];
    // A copy: a few bytes must not keep their whole chunk alive.
    else if (part.length > 0) this.#held.push(Buffer.from(part));
  }

  #complete(rest: Buffer): Line {
    const number = (this.#number += 1);
    const total = this.#heldBytes + rest.length;
    if (total > this.limit + 1) {
      this.#forget();
      return { type: 'too-long', number, bytes: total, limit: this.limit };
    }
    let line = this.#heldBytes === 0 ? rest : Buffer.concat([...this.#held, rest]);
    this.#forget();
    if (line.at(-1) === RETURN) line = line.subarray(0, -1);
    if (number === 1 && line.subarray(0, 3).equals(BYTE_ORDER_MARK)) line = line.subarray(3);
    if (line.length > this.limit)
      return { type: 'too-long', number, bytes: line.length, limit: this.limit };
    if (!isUtf8(line)) return { type: 'not-utf8', number, bytes: line.length };
    return { type: 'text', number, text: line.toString('utf8') };
  }

  #forget(): void {
    this.#held = [];
    this.#heldBytes = 0;
  }
}

/**
 * The lines of a text, in batches (one a chunk of bytes, never empty), ended by LF or CRLF; the last line needs no end.
 * A byte order mark at the beginning is dropped. Never more than one line and one chunk are in memory: a line of more
 * than `limit` bytes is counted and thrown away as it comes.
 */
export async function* readLines(
  bytes: AsyncIterable<Uint8Array>,
  limit: number = LINE_LIMIT,
): AsyncGenerator<readonly Line[]> {
  const splitter = new LineSplitter(limit);
  for await (const chunk of bytes) {
    const lines = splitter.push(chunk);
    if (lines.length > 0) yield lines;
  }
  const last = splitter.end();
  if (last.length > 0) yield last;
}
