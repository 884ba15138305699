import type { Writable } from 'node:stream';
import { CliError } from './cli-error';

/** Where a command writes: data to stdout, everything for people to stderr. `process` is one. */
export interface Terminal {
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
}

/** Thrown where nobody reads stdout any more (`… | head`): the program ends quietly, and well. */
export class NobodyReads extends Error {}

/**
 * Writes data, and waits while the reader is behind.
 * @throws NobodyReads when the reader has gone.
 * @throws CliError when writing fails, as on a full disk.
 */
export const writeData = (
  to: Writable,
  data: string | Uint8Array,
  name = 'stdout',
): Promise<void> =>
  new Promise((resolve, reject) => {
    to.write(data, (error) => {
      if (error === null || error === undefined) resolve();
      else reject(writeProblem(error, name));
    });
  });

const writeProblem = (error: Error, name: string): Error => {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') return new NobodyReads();
  const todo = 'what was written before is incomplete; make room and start again';
  return new CliError('OUTPUT_FAILED', `cannot write to ${name} (${error.message}): ${todo}`, 3);
};
