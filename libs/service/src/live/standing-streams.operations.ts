import type { Operation } from '../openapi/operation';
import { AccountPath } from '../routes/paths';
import { StandingUpdateJson } from '../views/answers';

const updates = {
  200: {
    description:
      'Server-sent events `standing`, their data as the schema says: the current standing of every pool first, then each change. `Last-Event-ID` resumes. A `heartbeat` with `{at}` every 15 s.',
    mediaType: 'text/event-stream',
    schema: StandingUpdateJson,
  },
};

export const standingStreamsOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/accounts/{account}/occupancy/stream',
    id: 'watchAccount',
    summary: "Follows the standings of an account's pools.",
    params: AccountPath,
    answers: updates,
  },
  {
    method: 'get',
    path: '/v1/occupancy/stream',
    id: 'watchAll',
    summary: 'Follows the standings of all pools.',
    answers: updates,
  },
];
