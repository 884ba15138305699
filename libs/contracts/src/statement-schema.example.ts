import type { StatementJson } from './statement-schema';

/** A provisional statement with an overage of 5 seats, for specs. Its digest is made up. */
export const march: StatementJson = {
  accountId: 'acme',
  poolId: 'elite',
  status: 'provisional',
  asOf: '2026-03-08T00:00:00.000Z',
  cycle: { start: '2026-03-01T05:00:00.000Z', end: '2026-04-01T04:00:00.000Z' },
  dueIn: { start: '2026-04-01T04:00:00.000Z', end: '2026-05-01T04:00:00.000Z' },
  capacity: [{ from: '2026-03-01T05:00:00.000Z', seats: 100 }],
  peak: { seats: 105, at: '2026-03-02T14:00:00.000Z' },
  overageSeats: 5,
  readings: {
    none: 5,
    'excursion-full': 5,
    'excursion-deductible': 5,
    'level-contiguous': 5,
    'level-cumulative': 5,
  },
  seatMs: { used: 378_000_000, over: 18_000_000, free: 0, billable: 18_000_000 },
  excursions: [{ start: '2026-03-02T14:00:00.000Z', end: '2026-03-02T15:00:00.000Z', seats: 5 }],
  amount: { currency: 'USD', value: '225.00' },
  adjustments: [],
  quality: { quarantined: 0, inferredEnds: 0, inferredSeatMs: 0 },
  policy: { version: 1, hash: `sha256:${'0'.repeat(64)}` },
  digest: `sha256:${'1'.repeat(64)}`,
  meta: { schema: 1, rules: 1, tzdata: '2026a' },
};
