import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyServerFactory } from 'fastify';
import { Problem, PROBLEM_TYPE, problemJson, retryAfter } from './problem';
import { SAFE_HEADERS } from './safe-headers';

/** Longer than a load balancer keeps a connection idle, so that it is never us who closes one just used. */
const KEEP_ALIVE_MS = 72_000;
const REQUEST_MS = 60_000;
const RETRY_SECONDS = 2;

const CLOSED = {
  starting: new Problem(
    503,
    'STARTING',
    'the service is starting: ask again in a moment',
    {},
    retryAfter(RETRY_SECONDS),
  ),
  draining: new Problem(
    503,
    'SHUTTING_DOWN',
    'the service is stopping and takes nothing more: ask again once it is back',
    {},
    retryAfter(RETRY_SECONDS),
  ),
};

/**
 * The listening server. It is there before the application and after it, and answers 503 in its place: so an address in
 * use is found before the store is opened, and what was taken in is finished before anything is closed.
 */
export class Door {
  private state: 'starting' | 'open' | 'draining' = 'starting';
  private inside = 0;
  private onEmpty: (() => void) | undefined;
  private handler: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      this.take(request, response);
    });
    this.server.keepAliveTimeout = KEEP_ALIVE_MS;
    this.server.requestTimeout = REQUEST_MS;
  }

  /** Gives Fastify this server in place of one of its own. */
  readonly serverFactory: FastifyServerFactory = (handler) => {
    this.handler = handler;
    return this.server;
  };

  /** @throws Error of node:net when it cannot listen there. */
  listen(host: string, port: number): Promise<AddressInfo> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, () => {
        this.server.off('error', reject);
        resolve(this.server.address() as AddressInfo);
      });
    });
  }

  open(): void {
    this.state = 'open';
  }

  /** Takes nothing more. */
  drain(): void {
    this.state = 'draining';
  }

  /** Waits until every request is answered, up to `ms`; says whether they are. */
  emptied(ms: number): Promise<boolean> {
    if (this.inside === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        resolve(false);
      }, ms);
      this.onEmpty = () => {
        clearTimeout(late);
        resolve(true);
      };
    });
  }

  /** Stops listening and ends every connection. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    const { state, handler } = this;
    if (state !== 'open' || handler === undefined) {
      answerClosed(request, response, state === 'draining' ? CLOSED.draining : CLOSED.starting);
      return;
    }
    this.inside += 1;
    response.once('close', () => {
      this.inside -= 1;
      if (this.inside === 0) this.onEmpty?.();
    });
    handler(request, response);
  }
}

const answerClosed = (
  request: IncomingMessage,
  response: ServerResponse,
  problem: Problem,
): void => {
  request.resume();
  const common = { ...SAFE_HEADERS, connection: 'close' };
  if (request.url === '/health/live') {
    response.writeHead(200, { ...common, 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: 'live' }));
    return;
  }
  response.writeHead(problem.status, {
    ...common,
    ...problem.headers,
    'content-type': PROBLEM_TYPE,
  });
  response.end(problemJson(problem));
};
