import { CHECKSUM_BYTES, readDirectory } from './log-row';

/** Where the bytes of an append lie. */
export interface Place {
  /** The key of the row: the position of its first append. */
  readonly row: number;
  readonly offset: number;
  /** With the checksum. */
  readonly length: number;
}

/**
 * Where everything is, in memory: a number a stream and version, and four bytes a position. 3 million appends take
 * some 50 MB. Positions count the appends of the log from 0.
 */
export class LogIndex {
  readonly names: string[] = [];
  private readonly numbers = new Map<string, number>();
  /** Of each stream, by its number: the positions, by version. */
  private readonly positions: number[][] = [];
  private readonly rows: number[] = [];
  private readonly ends = new EndColumn();

  /** The number of appends, which is the position of the next. */
  get length(): number {
    return this.ends.length;
  }

  get rowCount(): number {
    return this.rows.length;
  }

  numberOf(stream: string): number | undefined {
    return this.numbers.get(stream);
  }

  lengthOf(stream: string): number {
    return this.positionsOf(stream)?.length ?? 0;
  }

  lengthAt(number: number): number {
    return this.positions[number]!.length;
  }

  positionsOf(stream: string): readonly number[] | undefined {
    const number = this.numbers.get(stream);
    return number === undefined ? undefined : this.positions[number];
  }

  /** Takes in the next row; false, and this index is of no use any more, when it does not follow from what is there. */
  absorb(row: number, directory: Uint8Array): boolean {
    const read = row === this.length ? readDirectory(row, directory) : undefined;
    if (read === undefined || read.count === 0) return false;
    for (const name of read.names) this.addStream(name);
    this.rows.push(row);
    let end = 0;
    for (let index = 0; index < read.count; index += 1) {
      const positions = this.positions[read.streamAt(index)];
      if (positions?.length !== read.versionAt(index)) return false;
      positions.push(row + index);
      end += read.lengthAt(index) + CHECKSUM_BYTES;
      this.ends.push(end);
    }
    return true;
  }

  placeOf(position: number): Place {
    const row = this.rowOf(position);
    const offset = position === row ? 0 : this.ends.at(position - 1);
    return { row, offset, length: this.ends.at(position) - offset };
  }

  /** The key of the row that a position is in. */
  rowOf(position: number): number {
    return this.rows[this.rowNumberOf(position)]!;
  }

  /** Whether the appends from a position on, so many of them, were one list. */
  isList(position: number, count: number): boolean {
    const number = this.rowNumberOf(position);
    const next = this.rows[number + 1] ?? this.length;
    return this.rows[number] === position && next === position + count;
  }

  /** The last row that begins at the position or before it. */
  private rowNumberOf(position: number): number {
    let [low, high] = [0, this.rows.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.rows[middle]! <= position) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  private addStream(name: string): void {
    this.numbers.set(name, this.names.length);
    this.names.push(name);
    this.positions.push([]);
  }
}

const CHUNK = 65_536;

/** By position, where its bytes end in the data of the row. Grows without moving what is there. */
class EndColumn {
  length = 0;
  private readonly chunks: Uint32Array[] = [];

  push(end: number): void {
    if (this.length % CHUNK === 0) this.chunks.push(new Uint32Array(CHUNK));
    this.chunks.at(-1)![this.length % CHUNK] = end;
    this.length += 1;
  }

  at(position: number): number {
    return this.chunks[Math.floor(position / CHUNK)]![position % CHUNK]!;
  }
}
