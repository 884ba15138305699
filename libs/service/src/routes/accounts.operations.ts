import { AccountContract } from '@seatmeter/contracts';
import { z } from 'zod';
import { instant, keys, must, paged } from '../http/fields';
import { JSON_TYPE, ok, type Operation } from '../openapi/operation';
import { AccountJson, CapacityJson, HeldSeatJson, OccupancyJson, pageOf } from '../views/answers';
import { AccountPath, PoolPath } from './paths';

export const PageQuery = keys(paged);

const seats = must('a whole number of seats, 0 or more');
export const CapacityBody = keys({
  seats: z.int(seats).min(0, seats),
  from: instant
    .optional()
    .describe('Left out: an increase takes effect now, a decrease with the next cycle.'),
});

export const accountsOperations: readonly Operation[] = [
  {
    method: 'put',
    path: '/v1/accounts/{account}',
    id: 'putAccount',
    summary: 'States a whole account, as an entry of contract.json. Stating it twice is once.',
    params: AccountPath,
    changes: true,
    body: { [JSON_TYPE]: AccountContract },
    answers: {
      200: { description: 'Changed, or equal to what was agreed.', schema: AccountJson },
      201: { description: 'New.', schema: AccountJson },
    },
  },
  {
    method: 'get',
    path: '/v1/accounts',
    id: 'getAccounts',
    summary: 'The accounts, by id.',
    query: PageQuery,
    answers: ok('A page of accounts.', pageOf(AccountJson)),
  },
  {
    method: 'get',
    path: '/v1/accounts/{account}',
    id: 'getAccount',
    summary: 'An account as agreed.',
    params: AccountPath,
    answers: ok('The account. It can be put again as it is.', AccountJson),
  },
  {
    method: 'post',
    path: '/v1/accounts/{account}/pools/{pool}/capacity',
    id: 'changeCapacity',
    summary: "Changes a pool's capacity from an instant on.",
    params: PoolPath,
    changes: true,
    body: { [JSON_TYPE]: CapacityBody },
    answers: { 201: { description: 'The step that it became.', schema: CapacityJson } },
  },
  {
    method: 'get',
    path: '/v1/accounts/{account}/occupancy',
    id: 'getOccupancy',
    summary: 'Every metered pool of the account now.',
    params: AccountPath,
    answers: ok('Seats in use, capacity and standing.', OccupancyJson),
  },
  {
    method: 'get',
    path: '/v1/accounts/{account}/pools/{pool}/sessions',
    id: 'getSessions',
    summary: 'Who holds the seats of a pool now, the oldest first.',
    params: PoolPath,
    query: PageQuery,
    answers: ok('A page of sessions.', pageOf(HeldSeatJson)),
  },
];
