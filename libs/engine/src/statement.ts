import { amountOf, digestOf, formatInstant, type StatementJson } from '@seatmeter/contracts';
import {
  inForceAt,
  type Agreement,
  type CycleFigures,
  type Instant,
  type Pool,
  type Span,
} from '@seatmeter/metering';

/** The version of the statement's shape, and of the rules (libs/metering) behind its figures. */
const SCHEMA = 1;
const RULES = 1;

const spanOf = ({ start, end }: Span): { start: string; end: string } => ({
  start: formatInstant(start),
  end: formatInstant(end),
});

const amountFor = (pool: Pool, { cycle, overageSeats }: CycleFigures): StatementJson['amount'] => {
  const price = inForceAt(pool.prices, cycle.start);
  return price === undefined ? undefined : amountOf(overageSeats, price);
};

/**
 * The provisional statement of one pool and cycle as of `asOf`, with its digest. `quarantined` counts the account's
 * facts of this cycle that wait outside its figures.
 */
export const statementOf = (
  { accountId }: Agreement,
  pool: Pool,
  figures: CycleFigures,
  asOf: Instant,
  quarantined: number,
): StatementJson => {
  const amount = amountFor(pool, figures);
  const statement = {
    accountId,
    poolId: pool.id,
    status: 'provisional' as const,
    asOf: formatInstant(asOf),
    cycle: spanOf(figures.cycle),
    dueIn: spanOf(figures.dueIn),
    capacity: figures.capacity.map(({ from, seats }) => ({ from: formatInstant(from), seats })),
    peak: { seats: figures.peak.seats, at: formatInstant(figures.peak.at) },
    overageSeats: figures.overageSeats,
    readings: figures.readings,
    seatMs: figures.seatMs,
    excursions: figures.excursions.map(({ seats, ...span }) => ({ ...spanOf(span), seats })),
    ...(amount === undefined ? {} : { amount }),
    adjustments: [],
    quality: {
      quarantined,
      inferredEnds: figures.inferredEnds,
      inferredSeatMs: figures.inferredSeatMs,
    },
    policy: { version: figures.policy.version, hash: figures.policy.hash },
    meta: { schema: SCHEMA, rules: RULES, tzdata: process.versions.tz ?? 'unknown' },
  };
  const { meta, ...rest } = statement;
  return { ...rest, digest: digestOf(statement), meta };
};
