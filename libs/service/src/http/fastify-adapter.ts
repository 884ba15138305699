import { FastifyAdapter } from '@nestjs/platform-fastify';
import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifyServerFactory,
} from 'fastify';
import { unpacked } from './body';
import { answerClientError } from './client-error';
import { ACCOUNT_BYTES, PARAMETER_LENGTH, REQUEST_BYTES } from './limits';
import { Problem } from './problem';
import { sendProblem } from './problem.filter';
import { SAFE_HEADERS } from './safe-headers';

/** A body is handed on as the bytes that came, unpacked: handlers parse it once, in their own way. */
const takeBytes = (instance: FastifyInstance): void => {
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    const encoding = request.headers['content-encoding'];
    if (encoding === undefined) {
      done(null, body);
      return;
    }
    const limit = request.routeOptions.bodyLimit;
    unpacked(body as Buffer, encoding, limit).then(
      (bytes) => {
        done(null, bytes);
      },
      (error: unknown) => {
        done(error as Error);
      },
    );
  });
};

/** Fastify as the service needs it. With `serverFactory` it answers on a server that is there already. */
export const fastifyAdapter = (serverFactory?: FastifyServerFactory): FastifyAdapter => {
  const adapter = new FastifyAdapter({
    bodyLimit: REQUEST_BYTES,
    skipMiddie: true,
    forceCloseConnections: true,
    clientErrorHandler: answerClientError,
    routerOptions: { maxParamLength: PARAMETER_LENGTH },
    frameworkErrors: ({ message }: FastifyError, _: FastifyRequest, reply: FastifyReply) => {
      sendProblem(reply, new Problem(400, 'URL_INVALID', message));
    },
    ...(serverFactory === undefined ? {} : { serverFactory }),
  });
  const instance: FastifyInstance = adapter.getInstance();
  takeBytes(instance);
  instance.addHook('onRoute', (route) => {
    if (route.method === 'PUT') route.bodyLimit = ACCOUNT_BYTES;
  });
  instance.addHook('onRequest', (_, reply, done) => {
    reply.headers(SAFE_HEADERS);
    done();
  });
  return adapter;
};
