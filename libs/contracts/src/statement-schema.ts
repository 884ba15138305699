import { z } from 'zod';
import { NAME_PATTERN } from './session-fact';

const id = z.string().regex(NAME_PATTERN);
const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  .meta({ format: 'date-time' });
const count = z.int().min(0);
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const span = z.strictObject({ start: instant, end: instant }).describe('Half-open: [start, end).');
const identity = { source: z.string().min(1).max(200), id: z.string().min(1).max(200) };
const money = (value: RegExp) =>
  z
    .strictObject({ currency: z.string().regex(/^[A-Z]{3}$/), value: z.string().regex(value) })
    .describe('Seats × price, with the decimals of the price; never a float.');

const Adjustment = z
  .strictObject({
    statement: digest,
    cycle: span,
    seats: z.int(),
    amount: money(/^-?\d+(\.\d+)?$/).optional(),
    causes: z.array(z.strictObject(identity)),
  })
  .describe('A later, signed correction of a final statement, apart from overageSeats.');

const seatMs = z
  .strictObject({ used: count, over: count, free: count, billable: count })
  .describe('Seat-milliseconds inside the cycle.');

/** The explained figure of one pool and cycle as of an instant, as `replay` and the API print it. */
export const StatementJson = z.strictObject({
  accountId: id,
  poolId: id,
  status: z.enum(['provisional', 'final']),
  asOf: instant,
  cycle: span,
  dueIn: span.describe('The cycle in which the overage is due.'),
  capacity: z.array(z.strictObject({ from: instant, seats: count })),
  peak: z.strictObject({ seats: count, at: instant }),
  overageSeats: count.describe("The reading the contract's policy bills."),
  readings: z.strictObject({
    none: count,
    'excursion-full': count,
    'excursion-deductible': count,
    'level-contiguous': count,
    'level-cumulative': count,
  }),
  seatMs,
  excursions: z.array(z.strictObject({ start: instant, end: instant, seats: count })),
  amount: money(/^\d+(\.\d+)?$/).optional(),
  adjustments: z.array(Adjustment),
  quality: z.strictObject({ quarantined: count, inferredEnds: count, inferredSeatMs: count }),
  policy: z.strictObject({ version: z.int().min(1), hash: digest }),
  digest: digest.describe(
    'Of the statement without digest, status, readings, adjustments, quality, meta.',
  ),
  meta: z.strictObject({
    schema: z.int().min(1),
    rules: z.int().min(1),
    tzdata: z.string().min(1),
  }),
});
export type StatementJson = z.output<typeof StatementJson>;

const quarantineReason = z.enum([
  'unknown-account',
  'unknown-pool',
  'pool-not-given',
  'conflicting-duplicate',
  'session-identity-conflict',
  'renewal-without-start',
  'end-without-start',
]);

/**
 * What `seatmeter replay --json` prints: statements by account, pool and cycle; what became of every line; the quarantined
 * facts by source and id, the first 1,000 of `input.quarantined`.
 */
export const ReplayOutput = z.strictObject({
  statements: z.array(StatementJson),
  input: z
    .strictObject({
      accepted: count,
      duplicates: count,
      quarantined: count,
      ignored: count,
      rejected: count,
    })
    .describe('Their sum is the number of lines up to as-of.'),
  quarantine: z.array(z.strictObject({ ...identity, reason: quarantineReason })).max(1000),
});
export type ReplayOutput = z.output<typeof ReplayOutput>;
