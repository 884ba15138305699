import { parentPort, workerData } from 'node:worker_threads';
import { foldAccounts, JoinedLogs, type FactLog } from '@seatmeter/engine';
import type { Agreement, Instant } from '@seatmeter/metering';
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

/** Scans first, then folds what it is told to, then ends. */
const work = (port: NonNullable<typeof parentPort>): void => {
  const { range, progress, place } = workerData as WorkerStart;
  port.once('message', ({ logs, agreements, accounts, asOf }: FoldOrder) => {
    port.postMessage(foldAccounts(new JoinedLogs(logs), agreements, accounts, asOf));
  });
  port.postMessage(
    scanRange(range, (bytes) => {
      progress[place] = bytes;
    }),
  );
};

if (parentPort !== null) work(parentPort);
