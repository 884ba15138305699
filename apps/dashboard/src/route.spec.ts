import { floorPath, poolPath, quarantinePath, routeOf } from './route';

const routeOfPath = (path: string): unknown => {
  const { pathname, search } = new URL(path, 'http://h');
  return routeOf(pathname, search);
};

it('reads every path it writes', () => {
  expect(routeOfPath(floorPath())).toEqual({ page: 'floor' });
  expect(routeOfPath(floorPath('a.b'))).toEqual({ page: 'floor', account: 'a.b' });
  const pool = { page: 'pool', account: 'acme', pool: 'elite~1' };
  expect(routeOfPath(poolPath('acme', 'elite~1'))).toEqual({ ...pool, cycle: 'current' });
  expect(routeOfPath(poolPath('acme', 'elite~1', '2026-03-01'))).toEqual({
    ...pool,
    cycle: '2026-03-01',
  });
  expect(routeOfPath(quarantinePath('acme'))).toEqual({ page: 'quarantine', account: 'acme' });
});

it.each(['/accounts', '/accounts/acme', '/accounts/a/pools/b/c', '/v1/accounts'])(
  'knows no page %s',
  (path) => {
    expect(routeOfPath(path)).toEqual({ page: 'unknown' });
  },
);
