import { closeSync, openSync, readSync } from 'node:fs';
import { SessionFactScanner } from '@seatmeter/contracts';
import { FactLogWriter, type FactLog } from '@seatmeter/engine';
import { FileProblem, inputName, problemOf } from './byte-source';

/** A line that is no session fact, and why. */
export interface RejectedLine {
  /** Counted from 1 within what was scanned. */
  readonly line: number;
  readonly problem: string;
}

/** What one stretch of an input held. */
export interface ScannedPart {
  readonly log: FactLog;
  readonly lines: number;
  readonly rejected: number;
  /** The first few of the rejected. */
  readonly named: readonly RejectedLine[];
}

/** Rejected lines that a replay names; the rest is counted. */
export const MOST_NAMED = 10;

/** Scans an input, or a stretch of it, into a log. */
export class PartScan {
  readonly scanner: SessionFactScanner;
  private readonly writer: FactLogWriter;
  private rejected = 0;
  private readonly named: RejectedLine[] = [];

  /** `fromTheStart`: this stretch begins the input, and may begin with a byte-order mark. */
  constructor(fromTheStart: boolean) {
    this.writer = new FactLogWriter((line, problem) => {
      this.rejected += 1;
      if (this.named.length < MOST_NAMED) this.named.push({ line, problem });
    });
    this.scanner = new SessionFactScanner(this.writer, { fromTheStart });
  }

  finish(): ScannedPart {
    this.scanner.end();
    const { lines } = this.scanner;
    const { rejected, named } = this;
    return { log: this.writer.finish(this.scanner), lines, rejected, named };
  }
}

/** A stretch of a file, in bytes; it begins and ends with whole lines. */
export interface FileRange {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Scans a stretch of a plain file. `onRead` hears of every piece how many bytes have been read so far.
 * @throws FileProblem when the stretch cannot be read to its end, which is no longer there if somebody cut the file.
 */
export const scanRange = (
  { path, start, end }: FileRange,
  onRead: (bytes: number) => void,
): ScannedPart => {
  const scan = new PartScan(start === 0);
  const file = openSync(path, 'r');
  try {
    for (let at = start; at < end;) {
      const room = scan.scanner.room();
      const count = readPiece(file, room.subarray(0, end - at), at, path);
      scan.scanner.filled(count);
      at += count;
      onRead(at - start);
    }
  } finally {
    closeSync(file);
  }
  return scan.finish();
};

/** Reads into `room` what begins at `at` of the file, one byte at least. */
const readPiece = (file: number, room: Uint8Array, at: number, path: string): number => {
  try {
    const count = readSync(file, room, 0, room.length, at);
    if (count > 0) return count;
  } catch (error) {
    throw problemOf(path, error, at);
  }
  const what = 'it became shorter while it was read: replay it again when nothing changes it';
  const problem = `${inputName(path)}: ${what}`;
  throw new FileProblem('FILE_SHRANK', path, problem, at, true, undefined);
};

const LINE_END = 0x0a;
const PIECE = 1 << 16;

/** Cuts a plain file into about equal stretches of whole lines, at most `parts`. */
export const cutAtLines = (path: string, size: number, parts: number): FileRange[] => {
  const file = openSync(path, 'r');
  try {
    const piece = new Uint8Array(PIECE);
    const lineStart = (from: number): number => {
      for (let at = from; ; at += PIECE) {
        const count = readSync(file, piece, 0, PIECE, at);
        if (count === 0) return size;
        const end = piece.subarray(0, count).indexOf(LINE_END);
        if (end >= 0) return at + end + 1;
      }
    };
    const cuts = Array.from({ length: parts - 1 }, (_, part) =>
      lineStart(Math.floor((size * (part + 1)) / parts)),
    );
    const bounds = [0, ...cuts, size];
    return bounds
      .slice(1)
      .map((end, part) => ({ path, start: bounds[part]!, end }))
      .filter(({ start, end }, part) => end > start || part === 0);
  } finally {
    closeSync(file);
  }
};
