import { z } from 'zod';
import { anyId, instant, keys, must } from '../http/fields';
import { JSON_TYPE, ok, type Operation } from '../openapi/operation';
import { pageOf, ReleasedJson, WaitingFactJson } from '../views/answers';
import { PageQuery } from './accounts.operations';
import { AccountPath } from './paths';

const reason = must('too-old or too-far-ahead, for nothing else can be released');

/** One fact by its identity. */
export const OneFact = keys({ source: anyId, id: anyId });
/** All facts of a reason, of event times in `[from, to)`. */
export const AllOfReason = keys({
  reason: z.enum(['too-old', 'too-far-ahead'], reason),
  from: instant.optional(),
  to: instant.optional(),
});

export const quarantineOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/accounts/{account}/quarantine',
    id: 'getQuarantine',
    summary: 'What waits outside the figures, and why; also of an account that nobody knows.',
    params: AccountPath,
    query: PageQuery,
    answers: ok('A page of facts, by source and id.', pageOf(WaitingFactJson)),
  },
  {
    method: 'post',
    path: '/v1/accounts/{account}/quarantine/release',
    id: 'releaseFromQuarantine',
    summary: 'Lets facts that were too old or too far ahead count at their own time.',
    params: AccountPath,
    changes: true,
    body: { [JSON_TYPE]: z.union([OneFact, AllOfReason]) },
    answers: ok('How many this call let go.', ReleasedJson),
  },
];
