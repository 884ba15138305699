import {
  Catch,
  HttpException,
  Logger,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { StoreFailed } from '@seatmeter/engine';
import { methodsOf } from '../openapi/operations';
import { Problem, PROBLEM_TYPE, problemJson } from './problem';
import { StoreWatch } from './store-watch';
import { bugProblem, problemOf } from './problem-of';

export const sendProblem = (reply: FastifyReply, problem: Problem): void => {
  void reply
    .status(problem.status)
    .headers(problem.headers)
    .type(PROBLEM_TYPE)
    .send(problemJson(problem));
};

/** No such route: either the path is none of ours, or it knows other methods. */
const unrouted = ({ method, url }: FastifyRequest): Problem => {
  const path = url.split('?', 1)[0]!;
  const allow = methodsOf(path);
  if (allow.length === 0)
    return new Problem(
      404,
      'ROUTE_UNKNOWN',
      `there is no ${path}: GET /openapi.json lists what there is`,
    );
  const known = allow.join(', ');
  return new Problem(
    405,
    'METHOD_NOT_ALLOWED',
    `${path} takes ${known}, not ${method}`,
    {},
    { allow: known },
  );
};

/** The one place where an error becomes an answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  constructor(private readonly store: StoreWatch) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (error instanceof StoreFailed) this.store.failed(error);
    if (error instanceof HttpException && error.getStatus() === 404) {
      sendProblem(reply, unrouted(request));
      return;
    }
    const problem = problemOf(error, request.method);
    if (problem === undefined) this.tellBug(error, request);
    sendProblem(reply, problem ?? bugProblem(request.id));
  }

  /** The route, not the URL: a query may name a person. */
  private tellBug(error: unknown, { id, method, routeOptions }: FastifyRequest): void {
    const trace = error instanceof Error ? error.stack : String(error);
    this.logger.error(`${id}: ${method} ${routeOptions.url ?? 'of no route'} failed`, trace);
  }
}
