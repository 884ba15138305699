import { keys, name } from '../http/fields';
import type { Operation } from '../openapi/operation';
import { AccountPath, PoolPath } from './paths';

const page = { 200: { description: 'The page.', mediaType: 'text/html' } };

export const dashboardOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/',
    id: 'getFloorPage',
    summary: 'The dashboard: where every pool stands.',
    answers: page,
  },
  {
    method: 'get',
    path: '/accounts/{account}/pools/{pool}',
    id: 'getPoolPage',
    summary: "The dashboard: a pool's day, cycle and statements.",
    params: PoolPath,
    answers: page,
  },
  {
    method: 'get',
    path: '/accounts/{account}/quarantine',
    id: 'getQuarantinePage',
    summary: 'The dashboard: what waits in quarantine.',
    params: AccountPath,
    answers: page,
  },
  {
    method: 'get',
    path: '/assets/{file}',
    id: 'getDashboardAsset',
    summary: 'A part of the dashboard; its name changes with what is in it.',
    params: keys({ file: name }),
    answers: { 200: { description: 'The file.', mediaType: '*/*' } },
  },
];

/** The paths that show the dashboard. */
export const PAGES: readonly string[] = dashboardOperations
  .filter(({ answers }) => answers === page)
  .map(({ path }) => path);
