import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

const ROOT = join(__dirname, '..', '..');

/** The built program; BUILT names another build than the one in dist. */
export const MAIN = join(
  process.env['BUILT'] ?? join(ROOT, 'dist', 'apps', 'cli'),
  'apps/cli/src/main.js',
);

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

interface Options {
  readonly settings?: Readonly<Record<string, string>>;
  /** `point:n`: it kills itself when it reaches the point for the nth time. */
  readonly killAt?: string | undefined;
  readonly uid?: number | undefined;
}

/** `seatmeter serve` on a data directory, as a process of its own. */
export class ServiceProcess {
  readonly ended: Promise<Ending>;
  /** Its address once it takes requests; undefined when it ended before. */
  readonly listening: Promise<string | undefined>;
  /** What it said on stderr: its log, and why it could not start. */
  said = '';
  private readonly child: ChildProcessByStdio<null, Readable, Readable>;

  constructor(dataDir: string, { settings, killAt, uid }: Options = {}) {
    const preload = killAt === undefined ? [] : ['--require', join(__dirname, 'kill-at.js')];
    const args = [...preload, MAIN, 'serve'];
    const env = {
      ...process.env,
      SEATMETER_PORT: '0',
      SEATMETER_DATA_DIR: dataDir,
      SEATMETER_LOG_LEVEL: 'warn',
      ...settings,
      ...(killAt === undefined ? {} : { KILL_AT: killAt }),
    };
    const as = uid === undefined ? {} : { uid, gid: uid };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'], ...as });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.said += text));
    this.ended = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        resolve({ code, signal });
      });
    });
    this.child = child;
    this.listening = this.address();
  }

  get pid(): number {
    return this.child.pid!;
  }

  kill(): Promise<Ending> {
    this.child.kill('SIGKILL');
    return this.ended;
  }

  /** Stops it as an operator would. */
  stop(): Promise<Ending> {
    this.child.kill('SIGTERM');
    return this.ended;
  }

  /** The address of one that must start. */
  async url(): Promise<string> {
    const url = await this.listening;
    if (url === undefined) throw new Error(`it did not start:\n${this.said}`);
    return url;
  }

  private address(): Promise<string | undefined> {
    let text = '';
    return new Promise((resolve) => {
      this.child.stdout.setEncoding('utf8').on('data', (more: string) => {
        text += more;
        const found = /^listening on (\S+)\n/m.exec(text);
        if (found !== null) resolve(found[1]);
      });
      void this.ended.then(() => {
        resolve(undefined);
      });
    });
  }
}
