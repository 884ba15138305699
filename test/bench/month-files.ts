import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractOf, planMonth, type MonthParameters } from './month';
import { linesOf } from './month-lines';
import { shuffleLines } from './shuffle';

/** Where a generated month lies. */
export interface MonthFiles {
  events: string;
  contract: string;
}

/** To be raised when equal parameters no longer give equal bytes: old files are then not used again. */
const GENERATION = 1;

/** `BENCH_DIR`, else a folder of the system's for temporary files. Big: 10 M facts take 2.6 GB, shuffled as much again. */
export const benchFolder = (): string => {
  const folder = process.env['BENCH_DIR'] ?? join(tmpdir(), 'seatmeter-bench');
  mkdirSync(folder, { recursive: true });
  return folder;
};

const nameOf = ({ facts, accounts, seed }: MonthParameters): string =>
  join(benchFolder(), `month-${GENERATION}-${accounts}-accounts-${facts}-facts-seed-${seed}`);

/** Makes `path` unless it is there. It gets its name last: a file half written is never taken for a whole one. */
const once = (path: string, make: (unfinished: string) => void): string => {
  if (existsSync(path)) return path;
  const unfinished = `${path}.${process.pid}.unfinished`;
  make(unfinished);
  renameSync(unfinished, path);
  return path;
};

/** The month's facts in order of time, and its contract; generated when they are not there yet. */
export const monthFiles = (parameters: MonthParameters): MonthFiles => {
  const name = nameOf(parameters);
  const events = once(`${name}.ndjson`, (path) => {
    const month = planMonth(parameters);
    writeFileSync(`${name}.contract.json`, `${JSON.stringify(contractOf(month), null, 1)}\n`);
    const file = openSync(path, 'w');
    for (const lines of linesOf(month)) writeSync(file, lines);
    closeSync(file);
  });
  return { events, contract: `${name}.contract.json` };
};

/** The same month in a random order of lines. */
export const shuffledMonthFiles = (parameters: MonthParameters): MonthFiles => {
  const { events, contract } = monthFiles(parameters);
  const shuffled = once(`${nameOf(parameters)}.shuffled.ndjson`, (path) => {
    shuffleLines(events, path, parameters.seed);
  });
  return { events: shuffled, contract };
};

/** Reads a file to its end, so that whoever comes next finds it in the system's cache and nobody pays for the disk. */
export const readOnce = (path: string): void => {
  const file = openSync(path, 'r');
  const buffer = Buffer.allocUnsafe(1 << 22);
  while (readSync(file, buffer) > 0);
  closeSync(file);
};
