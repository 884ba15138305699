import { closeSync, openSync, readSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import {
  defaultAsOf,
  foldAccounts,
  JoinedLogs,
  joinShares,
  shareAccounts,
  type FoldedAccounts,
  type Replayed,
} from '@seatmeter/engine';
import type { Agreement, Instant } from '@seatmeter/metering';
import { FileProblem, openBytes, sizeOf } from './byte-source';
import {
  cutAtLines,
  MOST_NAMED,
  PartScan,
  scanRange,
  type RejectedLine,
  type ScannedPart,
} from './replay-part';
import type { FoldOrder, Problem, WorkerAnswer, WorkerStart } from './replay-worker';

/** A replay of one input. */
export interface ReplayRequest {
  /** A file, plain or gzip, or `-` for standard input. */
  readonly path: string;
  /** Asked for when threads have begun to read: they need no agreements before the fold. Its failure ends the replay. */
  readonly agreements: () => Promise<ReadonlyMap<string, Agreement>>;
  /** Undefined: the latest event time of any fact of a known account. */
  readonly asOf: Instant | undefined;
  /** Hears from time to time how many bytes of the input have been read. */
  readonly onRead?: (bytes: number) => void;
}

/** What a replay gives, and the first lines it could not read, by their number in the input. */
export interface ReplayAnswer extends Replayed {
  readonly rejectedLines: readonly RejectedLine[];
}

/** From this size on a plain file is worth a thread a core, of which this is one; below, starting them takes longer than reading it. */
const WORTH_THREADS = 1 << 24;
const MOST_THREADS = 8;
const PROGRESS_EVERY = 100;

/**
 * Reads an input of session facts to its end and folds it. A large plain file is read and folded by several threads,
 * anything else by this one; the answer is the same.
 * @throws FileProblem when the input cannot be read to its end: nothing is billed of half a file.
 */
export const replayFile = async (request: ReplayRequest): Promise<ReplayAnswer> => {
  const size = await sizeForThreads(request.path);
  const threads = Math.min(availableParallelism(), MOST_THREADS);
  if (size === undefined || threads < 2) return replayHere(request);
  return replayInThreads(request, size, threads);
};

/** The size of a large file that can be read from anywhere; none of gzip, a pipe, standard input and of what cannot be read. */
const sizeForThreads = async (path: string): Promise<number | undefined> => {
  const size = await sizeOf(path);
  if (size === undefined || size < WORTH_THREADS) return undefined;
  const [first, second] = headOf(path);
  return first === undefined || (first === 0x1f && second === 0x8b) ? undefined : size;
};

/** A file's first two bytes; none when it cannot be read, which reading it will explain. */
const headOf = (path: string): Uint8Array => {
  try {
    const head = new Uint8Array(2);
    const file = openSync(path, 'r');
    try {
      return head.subarray(0, readSync(file, head, 0, 2, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return new Uint8Array();
  }
};

const replayHere = async (request: ReplayRequest): Promise<ReplayAnswer> => {
  const known = await request.agreements();
  const scan = new PartScan(true);
  for await (const chunk of openBytes(request.path, request.onRead)) scan.scanner.push(chunk);
  const part = scan.finish();
  const { logs, agreements, asOf } = settle([part], known, request.asOf);
  const accounts = shareAccounts(logs, agreements, 1)[0]!;
  return answer([part], [foldAccounts(logs, agreements, accounts, asOf)]);
};

/** Joins the parts' logs and settles as-of. Where no fact names a known account there is nothing to state. */
const settle = (
  parts: readonly ScannedPart[],
  agreements: ReadonlyMap<string, Agreement>,
  asOf: Instant | undefined,
): { logs: JoinedLogs; agreements: ReadonlyMap<string, Agreement>; asOf: Instant } => {
  const logs = new JoinedLogs(parts.map(({ log }) => log));
  const settled = asOf ?? defaultAsOf(logs, agreements);
  return settled === undefined
    ? { logs, agreements: new Map(), asOf: Infinity }
    : { logs, agreements, asOf: settled };
};

const answer = (parts: readonly ScannedPart[], shares: readonly FoldedAccounts[]): ReplayAnswer => {
  const rejected = parts.reduce((sum, part) => sum + part.rejected, 0);
  let before = 0;
  const rejectedLines = parts.flatMap(({ named, lines }) => {
    const first = before;
    before += lines;
    return named.map(({ line, problem }) => ({ line: first + line, problem }));
  });
  return { ...joinShares(shares, rejected), rejectedLines: rejectedLines.slice(0, MOST_NAMED) };
};

/** The problem a thread met, as an error of this one. */
const again = ({ code, file, message, bytesRead, retriable }: Problem): FileProblem =>
  new FileProblem(code, file, message, bytesRead, retriable, undefined);

/** Another thread of a replay. */
class Thread {
  private readonly worker: Worker;
  /** What its stretch of the file holds. */
  readonly scanned: Promise<ScannedPart>;

  constructor(start: WorkerStart) {
    this.worker = new Worker(join(__dirname, 'replay-worker.js'), { workerData: start });
    this.scanned = this.next();
    // Who waits for it hears of a failure; until somebody does, it is none of the process.
    this.scanned.catch(() => undefined);
  }

  fold(order: FoldOrder): Promise<FoldedAccounts> {
    const folded = this.next<FoldedAccounts>();
    this.worker.postMessage(order);
    return folded;
  }

  async end(): Promise<void> {
    this.worker.removeAllListeners();
    await this.worker.terminate();
  }

  /** The thread's next answer. */
  private next<T>(): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.worker.removeAllListeners();
      this.worker.once('message', (answer: WorkerAnswer<T>) => {
        if ('done' in answer) resolve(answer.done);
        else reject(again(answer.problem));
      });
      this.worker.once('error', reject);
      this.worker.once('exit', (code) => {
        reject(new Error(`a reading thread ended too early, with exit code ${code}`));
      });
    });
  }
}

const replayInThreads = async (
  request: ReplayRequest,
  size: number,
  count: number,
): Promise<ReplayAnswer> => {
  const [own, ...others] = cutAtLines(request.path, size, count);
  const progress = new Float64Array(new SharedArrayBuffer(8 * count));
  const threads = others.map((range, other) => new Thread({ range, progress, place: other + 1 }));
  const tell = (): void => {
    request.onRead?.(progress.reduce((sum, bytes) => sum + bytes));
  };
  const timer = setInterval(tell, PROGRESS_EVERY);
  try {
    const known = await request.agreements();
    const first = scanRange(own!, (bytes) => {
      progress[0] = bytes;
      tell();
    });
    const parts = [first, ...(await Promise.all(threads.map(({ scanned }) => scanned)))];
    return answer(parts, await foldInThreads(threads, parts, settle(parts, known, request.asOf)));
  } finally {
    clearInterval(timer);
    await Promise.all(threads.map((thread) => thread.end()));
  }
};

/** Every thread folds a share of the accounts, this one too. */
const foldInThreads = async (
  threads: readonly Thread[],
  parts: readonly ScannedPart[],
  { logs, agreements, asOf }: ReturnType<typeof settle>,
): Promise<FoldedAccounts[]> => {
  const [own, ...others] = shareAccounts(logs, agreements, threads.length + 1);
  const folding = threads.map((thread, other) => {
    const accounts = others[other]!;
    const known = accounts.flatMap((id): [string, Agreement][] => {
      const agreement = agreements.get(id);
      return agreement === undefined ? [] : [[id, agreement]];
    });
    const order = { agreements: new Map(known), accounts, asOf };
    return thread.fold({ logs: parts.map(({ log }) => log), ...order });
  });
  const folded = foldAccounts(logs, agreements, own!, asOf);
  return [folded, ...(await Promise.all(folding))];
};
