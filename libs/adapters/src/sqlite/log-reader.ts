import type { StoredAppend } from '@seatmeter/engine';
import type Database from 'libsql';
import { LogIndex } from './log-index';
import { openSealed, readDirectory } from './log-row';
import { damaged } from './store-problem';

interface Row {
  readonly position: number;
  readonly directory: Buffer;
}

/** Reads the log of an open database, and believes nothing whose checksum is wrong. Also for a copy, to verify it. */
export class LogReader {
  readonly index = new LogIndex();
  private readonly selectDirectory;
  private readonly selectPart;
  private readonly selectRow;

  constructor(
    private readonly path: string,
    connection: Database.Database,
  ) {
    this.selectDirectory = connection.prepare(
      'SELECT position, directory FROM log WHERE position >= ? ORDER BY position LIMIT 1',
    );
    this.selectPart = connection.prepare(
      'SELECT substr(data, ?, ?) AS part FROM log WHERE position = ?',
    );
    this.selectRow = connection.prepare('SELECT directory, data FROM log WHERE position = ?');
  }

  /** Takes in the rows that were written since. */
  readOn(): void {
    for (let row = this.nextRow(); row !== undefined; row = this.nextRow())
      if (!this.index.absorb(row.position, row.directory))
        throw damaged(this.path, `the log breaks off at position ${this.index.length}`);
  }

  /** The appends of a stream from a version on that are in one row. */
  readRow(stream: string, from: number): StoredAppend[] {
    const positions = this.index.positionsOf(stream) ?? [];
    if (from >= positions.length) return [];
    const row = this.index.rowOf(positions[from]!);
    let to = from + 1;
    while (to < positions.length && this.index.rowOf(positions[to]!) === row) to += 1;
    return this.readSpan(stream, from, positions.slice(from, to));
  }

  /** Neighbours of one row are read together. @throws RangeError when one is not there. */
  readVersions(stream: string, versions: readonly number[]): StoredAppend[] {
    const positions = this.index.positionsOf(stream) ?? [];
    const found: StoredAppend[] = [];
    for (let at = 0; at < versions.length;) {
      const from = versions[at]!;
      const first = positions[from];
      if (first === undefined) throw new RangeError(`${stream} has no append ${from}`);
      const row = this.index.rowOf(first);
      const span = [first];
      for (let next = from + 1; versions[at + span.length] === next; next += 1) {
        const position = positions[next];
        if (position === undefined || this.index.rowOf(position) !== row) break;
        span.push(position);
      }
      found.push(...this.readSpan(stream, from, span));
      at += span.length;
    }
    return found;
  }

  /** The appends from a position to the end of its row. */
  readWholeRow(from: number): StoredAppend[] {
    const row = this.index.rowOf(from);
    const stored = this.selectRow.get([row]) as { directory: Buffer; data: Buffer } | undefined;
    const directory = stored && readDirectory(row, stored.directory);
    if (directory === undefined)
      throw damaged(this.path, `the list at position ${row} is not whole`);
    const appends: StoredAppend[] = [];
    for (let position = from; position < row + directory.count; position += 1) {
      const stream = this.index.names[directory.streamAt(position - row)]!;
      const version = directory.versionAt(position - row);
      const bytes = this.unseal(position, stream, version, stored!.data, 0);
      appends.push({ stream, version, bytes, position });
    }
    return appends;
  }

  /** Appends of a stream, version after version, that are in one row. */
  private readSpan(stream: string, from: number, positions: readonly number[]): StoredAppend[] {
    const first = this.index.placeOf(positions[0]!);
    const last = this.index.placeOf(positions.at(-1)!);
    const length = last.offset + last.length - first.offset;
    const found = this.selectPart.get([first.offset + 1, length, first.row]) as
      { part: Buffer | null } | undefined;
    const part = found?.part ?? Buffer.alloc(0);
    return positions.map((position, index) => {
      const version = from + index;
      const bytes = this.unseal(position, stream, version, part, first.offset);
      return { stream, version, bytes, position };
    });
  }

  /** `data` begins at an offset in the data of the row. */
  private unseal(
    position: number,
    stream: string,
    version: number,
    data: Buffer,
    offset: number,
  ): Uint8Array {
    const place = this.index.placeOf(position);
    const begin = place.offset - offset;
    const bytes = openSealed(position, data.subarray(begin, begin + place.length));
    if (bytes !== undefined) return bytes;
    const which = `append ${version} of ${stream}`;
    throw damaged(this.path, `position ${position} (${which}) has not the bytes that were stored`);
  }

  private nextRow(): Row | undefined {
    return this.selectDirectory.get([this.index.length]) as Row | undefined;
  }
}
