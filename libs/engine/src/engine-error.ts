/** What the engine answers to a command or a query that it cannot follow. Nothing changed. */
export type EngineErrorCode =
  | 'ACCOUNT_UNKNOWN'
  | 'POOL_UNKNOWN'
  | 'CYCLE_UNKNOWN'
  | 'FACT_UNKNOWN'
  | 'CYCLE_STILL_OPEN'
  | 'NOT_RELEASABLE'
  | 'AS_OF_IN_FUTURE'
  | 'INTAKE_BUSY'
  | 'SHUTTING_DOWN';

/** An expected refusal. `fields` are the numbers and names behind the message; the message says what to do. */
export class EngineError extends Error {
  override readonly name = 'EngineError';

  constructor(
    readonly code: EngineErrorCode,
    message: string,
    readonly fields: Readonly<Record<string, string | number>> = {},
    /** Whether the same call may succeed later. */
    readonly retriable = false,
  ) {
    super(message);
  }
}
