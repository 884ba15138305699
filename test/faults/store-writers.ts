import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A process that appends list after list. */
export interface Writer {
  readonly process: ChildProcess;
  /** The number of the last list that it said was stored; -1 when it said none. */
  acknowledged(): number;
}

/** Resolves when it has stored something. */
export const startWriter = async (dataDir: string): Promise<Writer> => {
  const script = join(__dirname, 'store-writer.ts');
  const writer = spawn(process.execPath, ['--import', 'tsx', script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  writer.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(writer.stdout, 'data');
  return { process: writer, acknowledged: () => Number(said.trimEnd().split('\n').pop()) };
};

export const killed = async ({ process: writer }: Writer): Promise<void> => {
  const ended = once(writer, 'close');
  writer.kill('SIGKILL');
  await ended;
};
