import { ok, type Operation } from '../openapi/operation';
import { HealthJson } from '../views/answers';

export const healthOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/health/live',
    id: 'isLive',
    summary: 'Whether the process is there; also while it starts and stops.',
    answers: ok('It is.', HealthJson),
  },
  {
    method: 'get',
    path: '/health/ready',
    id: 'isReady',
    summary:
      'Whether facts are taken: everything is recovered, and the store can be written. Else 503.',
    answers: ok('They are.', HealthJson),
  },
  {
    method: 'get',
    path: '/openapi.json',
    id: 'getOpenApi',
    summary: 'This document.',
    answers: { 200: { description: 'OpenAPI 3.1.' } },
  },
];
