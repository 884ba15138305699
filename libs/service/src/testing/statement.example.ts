import type { StatementJson } from '@seatmeter/contracts';

const DIGEST = `sha256:${'0'.repeat(64)}`;
const none = { none: 0, 'excursion-full': 0, 'excursion-deductible': 0 };

/** A statement without overage, for specs. Its digest is made up. */
export const march: StatementJson = {
  accountId: 'acme',
  poolId: 'elite',
  status: 'provisional',
  asOf: '2026-03-08T00:00:00.000Z',
  cycle: { start: '2026-03-01T00:00:00.000Z', end: '2026-04-01T00:00:00.000Z' },
  dueIn: { start: '2026-04-01T00:00:00.000Z', end: '2026-05-01T00:00:00.000Z' },
  capacity: [{ from: '2026-03-01T00:00:00.000Z', seats: 2 }],
  peak: { seats: 2, at: '2026-03-02T14:00:00.000Z' },
  overageSeats: 0,
  readings: { ...none, 'level-contiguous': 0, 'level-cumulative': 0 },
  seatMs: { used: 7_200_000, over: 0, free: 0, billable: 0 },
  excursions: [],
  adjustments: [],
  quality: { quarantined: 0, inferredEnds: 0, inferredSeatMs: 0 },
  policy: { version: 1, hash: DIGEST },
  digest: DIGEST,
  meta: { schema: 1, rules: 1, tzdata: '2025c' },
};
