import { types } from 'node:util';
import { CommanderError } from 'commander';

/** 0 done · 1 findings · 2 wrong use or input · 3 a dependency is down or locked · 70 a bug. */
export type ExitCode = 0 | 1 | 2 | 3 | 70;

/** An outcome of a command that is not 0, told on stderr. The message names what was wrong and what to do. */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    readonly code: string,
    message: string,
    readonly exitCode: Exclude<ExitCode, 0 | 70> = 2,
  ) {
    super(message);
  }

  /** Whether the same command may succeed later. */
  get retriable(): boolean {
    return this.exitCode === 3;
  }
}

/** Needed options are checked here and not by commander, which would tell them before a mistyped option. */
export const needed = (flag: string, value: string | undefined): string => {
  if (value !== undefined) return value;
  throw new CliError('OPTION_MISSING', `${flag} is missing: give it (--help says more)`);
};

/** Expected errors of every lib: a code, and the one bit callers ask. */
const isExpected = (error: Error): error is Error & { retriable: boolean } =>
  'code' in error && 'retriable' in error && typeof error.retriable === 'boolean';

/** How an error ends the program. `text` is absent when it has been told already. */
export const endingOf = (error: unknown): { exitCode: ExitCode; text?: string } => {
  if (error instanceof CommanderError) return { exitCode: error.exitCode === 0 ? 0 : 2 };
  if (error instanceof CliError)
    return { exitCode: error.exitCode, text: `error: ${error.message}` };
  if (types.isNativeError(error) && isExpected(error))
    return { exitCode: error.retriable ? 3 : 2, text: `error: ${error.message}` };
  const trace = types.isNativeError(error) ? (error.stack ?? error.message) : String(error);
  return { exitCode: 70, text: `seatmeter failed, which is a bug of it. Please report:\n${trace}` };
};
