/** Why the service cannot run; the message says what to do. */
export class ServiceFailed extends Error {
  override readonly name = 'ServiceFailed';

  constructor(
    readonly code: 'ADDRESS_IN_USE' | 'ADDRESS_WRONG' | 'CONTRACT_WRONG' | 'DATA_DIR_WRONG',
    message: string,
  ) {
    super(message);
  }

  /** Whether the same start may succeed later. */
  get retriable(): boolean {
    return this.code === 'ADDRESS_IN_USE';
  }
}

const IN_USE =
  'is in use by another process: stop that one, or set SEATMETER_PORT to another port (0: any free one)';
const FORBIDDEN = 'may not be listened on by this user: set SEATMETER_PORT to 1024 or more';
const NO_ADDRESS =
  'is no address of this machine: set SEATMETER_HOST to one, as 127.0.0.1 or 0.0.0.0';

/** By the code of an error of listening: what it means for the address. */
const MEANINGS: Readonly<Record<string, readonly ['ADDRESS_IN_USE' | 'ADDRESS_WRONG', string]>> = {
  EADDRINUSE: ['ADDRESS_IN_USE', IN_USE],
  EACCES: ['ADDRESS_WRONG', FORBIDDEN],
  EADDRNOTAVAIL: ['ADDRESS_WRONG', NO_ADDRESS],
  ENOTFOUND: ['ADDRESS_WRONG', NO_ADDRESS],
  EAI_AGAIN: ['ADDRESS_WRONG', NO_ADDRESS],
};

/** What an error of listening means for whoever set the address; undefined when it is about something else. */
export const addressFailure = (
  error: unknown,
  host: string,
  port: number,
): ServiceFailed | undefined => {
  const meaning = MEANINGS[(error as NodeJS.ErrnoException).code ?? ''];
  return meaning && new ServiceFailed(meaning[0], `${host}:${port} ${meaning[1]}`);
};
