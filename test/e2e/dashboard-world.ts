import { spawnSync } from 'node:child_process';
import { SEATMETER, type Served } from './served';

export const BATCH = { 'content-type': 'application/cloudevents-batch+json' };

/** Builds, when the sources changed. */
export const build = (): void => {
  spawnSync(process.execPath, [SEATMETER, '--version']);
};

/** One seat, five seconds of grace, and a zone that no test runs in. */
export const CONTRACT = {
  id: 'acme',
  name: 'Acme Help',
  timeZone: 'Asia/Kathmandu',
  startsAt: '2026-01-01T00:00:00Z',
  policy: { graceDuration: 'PT5S' },
  pools: [
    {
      id: 'elite',
      capacity: [{ seats: 2 }],
      price: [{ currency: 'USD', overageSeat: '45.00' }],
    },
    { id: 'calm', capacity: [{ seats: 5 }] },
  ],
};

let number = 0;
const fact = (type: string, user: string, at: number, pool: string): object => ({
  specversion: '1.0',
  id: String((number += 1)),
  source: '/acd',
  type: `seatmeter.session.${type}.v1`,
  time: new Date(at).toISOString(),
  data: { accountId: 'acme', sessionId: user, userId: user, pool },
});

const post = async (served: Served, facts: readonly object[]): Promise<void> => {
  const [status] = await served.send('POST', '/v1/session-events', facts, BATCH);
  expect(status).toBe(202);
};

export const signIn = (served: Served, ...users: string[]): Promise<void> =>
  post(
    served,
    users.map((user) => fact('started', user, Date.now(), 'elite')),
  );

/** An hour ago for ten minutes three people over two seats; a sign-out without a sign-in, which waits. */
export const anHourAgo = (served: Served): Promise<void> => {
  const [from, to] = [Date.now() - 3_600_000, Date.now() - 3_000_000];
  const past = ['pia', 'quinn', 'rui'];
  return post(served, [
    ...past.map((user) => fact('started', user, from, 'elite')),
    ...past.map((user) => fact('ended', user, to, 'elite')),
    fact('ended', 'nobody', to, 'elite'),
  ]);
};
