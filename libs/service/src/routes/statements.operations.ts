import { StatementJson } from '@seatmeter/contracts';
import { z } from 'zod';
import { count, cycleDate, instant, keys, must, paged } from '../http/fields';
import { POINTS } from '../http/limits';
import { ok, type Operation } from '../openapi/operation';
import { EvidenceJson, pageOf, StatementsJson, TimelineJson } from '../views/answers';
import { PageQuery } from './accounts.operations';
import { AccountPath, CyclePath, PoolPath, StatementPath } from './paths';

const statusWording = must('provisional or final');
const currencyWording = must('a currency of three capital letters, like USD');

export const StatementsQuery = keys({
  asOf: instant.optional().describe('Left out: now.'),
  knownAt: z.string().optional().describe('Not in this version.'),
});

export const AcrossQuery = keys({
  status: z.enum(['provisional', 'final'], statusWording).optional(),
  dueIn: cycleDate
    .optional()
    .describe('The first local date of the cycle in which the overage is due.'),
  currency: z
    .string(currencyWording)
    .regex(/^[A-Z]{3}$/, currencyWording)
    .optional(),
  ...paged,
});

export const TimelineQuery = keys({
  from: instant.optional().describe('Left out: a day before `to`.'),
  to: instant.optional().describe('Exclusive. Left out: now.'),
  maxPoints: count(POINTS).describe('Beyond as many it is thinned; minima and maxima survive.'),
});

export const statementsOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/accounts/{account}/statements',
    id: 'getStatements',
    summary: 'All statements of an account by pool and cycle, exactly as a replay prints them.',
    params: AccountPath,
    query: StatementsQuery,
    answers: ok('The statements, never paged.', StatementsJson),
  },
  {
    method: 'get',
    path: '/v1/accounts/{account}/pools/{pool}/statements/{cycle}',
    id: 'getStatement',
    summary: "One pool's statement of a cycle.",
    params: StatementPath,
    answers: ok('The statement.', StatementJson),
  },
  {
    method: 'get',
    path: '/v1/accounts/{account}/pools/{pool}/statements/{cycle}/evidence',
    id: 'getEvidence',
    summary: "The facts and intervals behind a statement's figure.",
    params: StatementPath,
    query: PageQuery,
    answers: ok('Enough to compute the figure by hand.', EvidenceJson),
  },
  {
    method: 'get',
    path: '/v1/statements',
    id: 'getStatementsAcross',
    summary: 'Statements across accounts.',
    query: AcrossQuery,
    answers: ok('A page of statements.', pageOf(StatementJson)),
  },
  {
    method: 'get',
    path: '/v1/accounts/{account}/pools/{pool}/timeline',
    id: 'getTimeline',
    summary: "A pool's course, as steps.",
    params: PoolPath,
    query: TimelineQuery,
    answers: ok('The steps in `[from, to)`.', TimelineJson),
  },
  {
    method: 'post',
    path: '/v1/accounts/{account}/cycles/{cycle}/close',
    id: 'closeCycle',
    summary: 'Closes a finished cycle before its finalization delay is over.',
    params: CyclePath,
    changes: true,
    answers: ok('The final statements.', StatementsJson),
  },
];
