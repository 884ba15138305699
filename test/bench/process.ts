import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { PROJECT } from './child';
import { benchFolder } from './month-files';

/** The kernel counts CPU time in hundredths of a second. */
const TICKS = 100;

/** What the system says of a process: the CPU time of its threads so far, its memory now and at its most. */
export interface Usage {
  cpuSeconds: number;
  residentMiB: number;
  peakMiB: number;
}

const running = new Set<Process>();

/** Ends whatever a bench that failed left behind. */
export const endAll = async (): Promise<void> => {
  await Promise.all([...running].map((one) => one.end('SIGKILL')));
};

/** A node process that goes on while others are measured, read line by line. */
export class Process {
  readonly started = performance.now();
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly lines: AsyncIterator<string>;
  private readonly ended: Promise<number | null>;

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.child = spawn(process.execPath, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      cwd: PROJECT,
      env: { ...process.env, ...env },
    });
    this.lines = createInterface(this.child.stdout)[Symbol.asyncIterator]();
    this.ended = new Promise((resolve) => this.child.once('exit', resolve));
    running.add(this);
  }

  /** The next line it prints. @throws Error when it ends instead. */
  async line(): Promise<string> {
    const { value, done } = (await this.lines.next()) as IteratorResult<string, undefined>;
    if (done !== true) return value;
    throw new Error(`${this.child.spawnargs.join(' ').slice(0, 300)} ended early`);
  }

  /** Waits for the line with an address; gives the address. */
  async address(): Promise<string> {
    for (;;) {
      const found = /^listening on (http:\S+)$/.exec(await this.line());
      if (found !== null) return found[1]!;
    }
  }

  say(line: string): void {
    this.child.stdin.write(`${line}\n`);
  }

  /** Only where there is a /proc. */
  usage(): Usage {
    const status = readFileSync(`/proc/${this.child.pid!}/status`, 'utf8');
    const stat = readFileSync(`/proc/${this.child.pid!}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const mebibytes = (name: string): number =>
      Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)![1]) / 1024;
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
      residentMiB: mebibytes('VmRSS'),
      peakMiB: mebibytes('VmHWM'),
    };
  }

  /** Closes its input, which ends a script; what does not end by that gets the signal. */
  async end(signal?: NodeJS.Signals): Promise<void> {
    this.child.stdin.end();
    if (signal !== undefined) this.child.kill(signal);
    await this.ended;
    running.delete(this);
  }
}

/** Gives a new data directory to a job, and removes it after. */
export const withDataDir = async <T>(job: (dataDir: string) => Promise<T>): Promise<T> => {
  const dataDir = mkdtempSync(join(benchFolder(), 'data-'));
  try {
    return await job(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true });
  }
};

/** The service as `seatmeter serve` runs it. */
export const serve = (cli: string, dataDir: string, contract?: string): Process =>
  new Process([...profiling(), cli, 'serve'], {
    SEATMETER_PORT: '0',
    SEATMETER_DATA_DIR: dataDir,
    SEATMETER_LOG_LEVEL: 'error',
    ...(contract === undefined ? {} : { SEATMETER_CONTRACT: contract }),
  });

/** `BENCH_PROFILE` names a folder for a CPU profile of every service and engine: figures taken with it are worth nothing. */
export const profiling = (): string[] => {
  const folder = process.env['BENCH_PROFILE'];
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
};
