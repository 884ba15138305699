import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Origin } from '@seatmeter/engine/service';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { must } from './fields';
import { read } from './reading';

const LONGEST = 200;
const DEFAULT_ACTOR = 'http';

/** Node reads headers as Latin-1; people send UTF-8. */
const decoded = (header: string): string => {
  const bytes = Buffer.from(header, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : header;
};

const wording = must(`at most ${LONGEST} characters`);
const text = z.string(wording).max(LONGEST, wording);

/** The headers that say who changes something, and why. */
export const OriginHeaders = z.object({
  'seatmeter-actor': text.default(DEFAULT_ACTOR).describe('Who does it; recorded with the change.'),
  'seatmeter-reason': text.optional().describe('Why; recorded with the change.'),
  'idempotency-key': text.optional().describe("The caller's own key; recorded with the change."),
});

/** Who asks, by the headers of the request. @throws Problem when one of them is too long. */
export const originOf = (headers: IncomingHttpHeaders): Origin => {
  const given = read(OriginHeaders, headers, 'custom');
  const actor = decoded(given['seatmeter-actor']);
  const reason = decoded(given['seatmeter-reason'] ?? '');
  const requestId = decoded(given['idempotency-key'] ?? '');
  return {
    actor: actor || DEFAULT_ACTOR,
    ...(reason ? { reason } : {}),
    ...(requestId ? { requestId } : {}),
  };
};

/** Who asks, as a parameter of a handler. */
export const By = createParamDecorator((_: undefined, context: ExecutionContext) =>
  originOf(context.switchToHttp().getRequest<FastifyRequest>().headers),
);
