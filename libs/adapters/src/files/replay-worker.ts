import { parentPort, workerData } from 'node:worker_threads';
import { foldAccounts, JoinedLogs, type FactLog } from '@seatmeter/engine';
import type { Agreement, Instant } from '@seatmeter/metering';
import { FileProblem } from './byte-source';
import { scanRange, type FileRange } from './replay-part';

/** What a worker starts with: its stretch of the file, and where it tells how many bytes of it are read. */
export interface WorkerStart {
  readonly range: FileRange;
  readonly progress: Float64Array;
  readonly place: number;
}

/** What a worker is asked to do once every stretch is scanned: fold some accounts over all logs. */
export interface FoldOrder {
  readonly logs: readonly FactLog[];
  readonly agreements: ReadonlyMap<string, Agreement>;
  readonly accounts: readonly string[];
  readonly asOf: Instant;
}

/** What a worker posts. An error's class and fields do not cross between threads, so an expected one goes as data. */
export type WorkerAnswer<T> = { readonly done: T } | { readonly problem: Problem };
export type Problem = Pick<FileProblem, 'code' | 'file' | 'message' | 'bytesRead' | 'retriable'>;

const answerOf = <T>(job: () => T): WorkerAnswer<T> => {
  try {
    return { done: job() };
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    const { code, file, message, bytesRead, retriable } = error;
    return { problem: { code, file, message, bytesRead, retriable } };
  }
};

/** Scans first, then folds what it is told to, then ends. */
const work = (port: NonNullable<typeof parentPort>): void => {
  const { range, progress, place } = workerData as WorkerStart;
  port.once('message', ({ logs, agreements, accounts, asOf }: FoldOrder) => {
    port.postMessage(
      answerOf(() => foldAccounts(new JoinedLogs(logs), agreements, accounts, asOf)),
    );
  });
  const onRead = (bytes: number): void => {
    progress[place] = bytes;
  };
  port.postMessage(answerOf(() => scanRange(range, onRead)));
};

if (parentPort !== null) work(parentPort);
