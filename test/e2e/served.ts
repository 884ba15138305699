import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const SEATMETER = join(__dirname, '..', '..', 'bin', 'seatmeter.js');

type Environment = Readonly<Record<string, string>>;

/** `seatmeter serve` as a process of its own. */
export class Served {
  stdout = '';
  stderr = '';
  private readonly child: ChildProcess;
  private readonly ended: Promise<number | null>;

  constructor(environment: Environment, options: readonly string[] = []) {
    const env = { ...process.env, SEATMETER_PORT: '0', ...environment };
    this.child = spawn(process.execPath, [SEATMETER, 'serve', ...options], { env });
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
  }

  /** Starts it, and waits until it takes requests. */
  static async start(environment: Environment, ...options: readonly string[]): Promise<Served> {
    const served = new Served(environment, options);
    const gone = served.ended.then(() => {
      throw new Error(`it did not start:\n${served.stderr}`);
    });
    while (!/See who uses what/.test(served.stdout))
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 20))]);
    gone.catch(() => undefined);
    return served;
  }

  get url(): string {
    return /^listening on (\S+)$/m.exec(this.stdout)![1]!;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** @returns the exit code; null when a signal ended it. */
  end(): Promise<number | null> {
    return this.ended;
  }

  /** Stops it as an operator would. */
  stop(): Promise<number | null> {
    this.signal('SIGTERM');
    return this.ended;
  }

  async get<T>(path: string): Promise<T> {
    const answer = await fetch(this.url + path);
    return (await answer.json()) as T;
  }

  async send<T>(method: string, path: string, body: unknown, headers = {}): Promise<[number, T]> {
    const request = { method, headers, body: JSON.stringify(body) };
    const answer = await fetch(this.url + path, request);
    return [answer.status, (await answer.json()) as T];
  }
}
