import { SessionFactEvent } from '@seatmeter/contracts';
import { z } from 'zod';
import { anyId, keys } from '../http/fields';
import { REQUEST_EVENTS } from '../http/limits';
import { JSON_TYPE, ok, type Operation } from '../openapi/operation';
import { FactJson, Receipt } from '../views/answers';
import { AccountPath } from './paths';

export const FactIdentity = keys({ source: anyId, id: anyId });

export const SessionFactBatch = z.array(SessionFactEvent).max(REQUEST_EVENTS);
export const SessionFactBody = z
  .looseObject({})
  .describe('A structured event; with `ce-` headers the data of an event in binary mode.');

export const sessionEventsOperations: readonly Operation[] = [
  {
    method: 'post',
    path: '/v1/session-events',
    id: 'recordSessionEvents',
    summary:
      'Records session facts: one CloudEvent, structured or binary (`ce-` headers), or a batch of them.',
    body: {
      'application/cloudevents+json': SessionFactEvent,
      'application/cloudevents-batch+json': SessionFactBatch,
      [JSON_TYPE]: SessionFactBody,
    },
    answers: {
      202: { description: 'Durable. Findings tell of what does not count.', schema: Receipt },
    },
  },
  {
    method: 'get',
    path: '/v1/accounts/{account}/session-events',
    id: 'getSessionEvent',
    summary: 'What became of a fact.',
    params: AccountPath,
    query: FactIdentity,
    answers: ok('When it was recorded, and whether it counts.', FactJson),
  },
];
