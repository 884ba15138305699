import { closeSync, openSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';
import { Dice } from './random';

const LINE_END = 0x0a;
const BUCKETS = 64;
const READ = 1 << 22;
const FLUSH = 1 << 18;

/** A file written in pieces of a useful size. */
class Output {
  private readonly file: number;
  private readonly buffer = Buffer.allocUnsafe(FLUSH);
  private length = 0;

  constructor(path: string) {
    this.file = openSync(path, 'w');
  }

  write(bytes: Uint8Array): void {
    if (this.length + bytes.length > FLUSH) this.flush();
    if (bytes.length > FLUSH) {
      writeSync(this.file, bytes);
      return;
    }
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  close(): void {
    this.flush();
    closeSync(this.file);
  }

  private flush(): void {
    writeSync(this.file, this.buffer, 0, this.length);
    this.length = 0;
  }
}

/** The lines of a file, each with its line end. A line is valid until the next one is asked for. */
function* fileLines(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  const buffer = Buffer.allocUnsafe(2 * READ);
  let kept = 0;
  for (;;) {
    const count = readSync(file, buffer, kept, READ, null);
    if (count === 0) break;
    const filled = buffer.subarray(0, kept + count);
    const rest = yield* linesIn(filled);
    kept = filled.length - rest;
    buffer.copyWithin(0, rest, filled.length);
  }
  closeSync(file);
  if (kept > 0) throw new Error(`${path} does not end with a line end`);
}

/** Yields the whole lines and returns where the unfinished one begins. */
function* linesIn(bytes: Buffer): Generator<Uint8Array, number> {
  let start = 0;
  for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
    yield bytes.subarray(start, end + 1);
    start = end + 1;
  }
  return start;
}

/**
 * Writes the lines of `from` in an order drawn with `seed` to `to`, every order as likely as another: each line goes
 * to a random bucket, each bucket is shuffled in memory (a 64th of the file at a time).
 */
export const shuffleLines = (from: string, to: string, seed: number): void => {
  const dice = new Dice(seed);
  const buckets = Array.from({ length: BUCKETS }, (_, bucket) => `${to}.${bucket}`);
  const outputs = buckets.map((path) => new Output(path));
  for (const line of fileLines(from)) outputs[dice.bits() % BUCKETS]!.write(line);
  outputs.forEach((output) => {
    output.close();
  });
  const output = new Output(to);
  for (const bucket of buckets) {
    const lines = [...linesIn(readFileSync(bucket))];
    rmSync(bucket);
    for (let left = lines.length; left > 0; left--) {
      const drawn = dice.bits() % left;
      output.write(lines[drawn]!);
      lines[drawn] = lines[left - 1]!;
    }
  }
  output.close();
};
