import { spawn } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { benchFolder } from './month-files';

export const PROJECT = join(__dirname, '..', '..');

/** One run of one program as the system saw it, from its start to its end. */
export interface Run {
  seconds: number;
  /** Time its threads held a core, to 0.02 s; none where the system does not tell. */
  cpuSeconds: number | undefined;
  /** The most memory it held at a time, in MiB; none where the system does not tell. */
  peakMiB: number | undefined;
  stdout: string;
}

const POLL_MS = 20;
/** The kernel counts CPU time in hundredths of a second. */
const TICKS = 100;

/** What `/proc` says of a process so far. Its memory figure is a high-water mark: polling misses no peak but the very last. */
class Watch {
  cpuSeconds: number | undefined;
  peakMiB: number | undefined;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly pid: number) {
    this.timer = setInterval(() => {
      this.look();
    }, POLL_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    try {
      const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'));
      if (peak !== null) this.peakMiB = Number(peak[1]) / 1024;
      const stat = readFileSync(`/proc/${this.pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      this.cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS;
    } catch {
      // No /proc here, or the process has just ended: what was seen so far stands.
    }
  }
}

/** Runs `node` with these arguments; stdout goes through a file, so that no pipe slows it down. */
export const runNode = async (args: readonly string[]): Promise<Run> => {
  const path = join(benchFolder(), `stdout-${process.pid}`);
  const output = openSync(path, 'w');
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', output, 'pipe'], cwd: PROJECT });
  const watch = child.pid === undefined ? undefined : new Watch(child.pid);
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number>((resolve, reject) => {
    let end = started;
    child.once('error', reject);
    child.once('exit', () => {
      end = performance.now();
    });
    child.once('close', (code) => {
      if (code === 0) resolve(end);
      else
        reject(new Error(`node ${args.join(' ')}\nended with ${code ?? 'a signal'}:\n${stderr}`));
    });
  });
  try {
    const seconds = ((await ended) - started) / 1000;
    const stdout = readFileSync(path, 'utf8');
    return { seconds, cpuSeconds: watch?.cpuSeconds, peakMiB: watch?.peakMiB, stdout };
  } finally {
    watch?.stop();
    closeSync(output);
    rmSync(path);
  }
};

/**
 * A script of this folder as plain JavaScript that node runs directly, as it runs the built CLI: a loader that
 * compiles at the start would be counted to the script's time and memory. Its neighbours are compiled with it.
 */
export const compiled = (script: string): string => {
  const folder = join(PROJECT, 'node_modules', '.cache', 'seatmeter-bench');
  mkdirSync(folder, { recursive: true });
  const compilerOptions = {
    module: ts.ModuleKind.CommonJS,
    target: ts.ScriptTarget.ES2022,
    esModuleInterop: true,
  };
  for (const name of readdirSync(__dirname).filter((file) => file.endsWith('.ts'))) {
    const source = readFileSync(join(__dirname, name), 'utf8');
    const { outputText } = ts.transpileModule(source, { compilerOptions });
    writeFileSync(join(folder, name.replace(/\.ts$/, '.js')), outputText);
  }
  return join(folder, `${script}.js`);
};
