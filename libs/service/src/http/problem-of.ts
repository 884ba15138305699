import { types } from 'node:util';
import { HttpException } from '@nestjs/common';
import { StoreFailed, StreamMoved } from '@seatmeter/engine';
import { EngineError, type EngineErrorCode } from '@seatmeter/engine/service';
import { ACCOUNT_BYTES, REQUEST_BYTES } from './limits';
import { Problem, retryAfter } from './problem';

const STATUS: Readonly<Record<EngineErrorCode, number>> = {
  ACCOUNT_UNKNOWN: 404,
  POOL_UNKNOWN: 404,
  CYCLE_UNKNOWN: 404,
  FACT_UNKNOWN: 404,
  CYCLE_STILL_OPEN: 409,
  NOT_RELEASABLE: 409,
  AS_OF_IN_FUTURE: 422,
  INTAKE_BUSY: 429,
  SHUTTING_DOWN: 503,
};
/** How long to wait, in seconds: for the queue to drain, for another process to start, for a person to make room. */
const WAIT: Readonly<Record<string, number>> = { INTAKE_BUSY: 1, STREAM_MOVED: 1 };
const USUAL_WAIT = 5;

const waiting = (code: string): Record<string, string> => retryAfter(WAIT[code] ?? USUAL_WAIT);

const ofEngine = ({ code, message, fields, retriable }: EngineError): Problem =>
  new Problem(STATUS[code], code, message, fields, retriable ? waiting(code) : {});

const bytesFor = (method: string): number => (method === 'PUT' ? ACCOUNT_BYTES : REQUEST_BYTES);

/** What Fastify refuses before a handler sees it. */
const ofFramework = (error: HttpException, method: string): Problem => {
  const status = error.getStatus();
  if (status !== 413) return new Problem(status, 'REQUEST_INVALID', error.message);
  return tooLarge(bytesFor(method));
};

export const tooLarge = (limit: number): Problem =>
  new Problem(
    413,
    'REQUEST_TOO_LARGE',
    `a request has at most ${limit} bytes, unpacked: send what it holds in several`,
    { limitBytes: limit },
  );

/** Fastify marks errors of reading a request as the client's; the connection is mostly gone by then. */
const isOfTheClient = (error: unknown): error is Error =>
  types.isNativeError(error) &&
  'statusCode' in error &&
  typeof error.statusCode === 'number' &&
  error.statusCode >= 400 &&
  error.statusCode < 500;

/** The problem behind an error; undefined for a bug. */
export const problemOf = (error: unknown, method: string): Problem | undefined => {
  if (error instanceof Problem) return error;
  if (error instanceof EngineError) return ofEngine(error);
  if (error instanceof StoreFailed || error instanceof StreamMoved)
    return new Problem(503, error.code, error.message, {}, waiting(error.code));
  if (error instanceof HttpException && error.getStatus() < 500) return ofFramework(error, method);
  if (isOfTheClient(error)) return new Problem(400, 'REQUEST_INVALID', error.message);
  return undefined;
};

/** What a client hears of a bug: where to look, and nothing of the inside. */
export const bugProblem = (requestId: string): Problem =>
  new Problem(
    500,
    'INTERNAL',
    `this is a bug of Seatmeter; its log tells more of the request ${requestId}: please report it`,
    { requestId },
  );
