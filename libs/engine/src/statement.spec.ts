import { StatementJson } from '@seatmeter/contracts';
import {
  FROM_THE_BEGINNING,
  policyOf,
  PRESETS,
  type Agreement,
  type CycleFigures,
  type Instant,
  type Pool,
} from '@seatmeter/metering';
import { statementOf } from './statement';

const at = (date: string): Instant => Date.parse(`2026-${date}Z`);
const MARCH = { start: at('03-01T00:00'), end: at('04-01T00:00') };
const APRIL = { start: at('04-01T00:00'), end: at('05-01T00:00') };

const figures: CycleFigures = {
  cycle: MARCH,
  dueIn: APRIL,
  policy: {
    from: FROM_THE_BEGINNING,
    version: 1,
    hash: `sha256:${'a'.repeat(64)}`,
    policy: policyOf(PRESETS['zoom-cc']),
  },
  capacity: [{ from: MARCH.start, seats: 1 }],
  peak: { seats: 4, at: at('03-02T09:00') },
  overageSeats: 3,
  readings: {
    none: 3,
    'excursion-full': 3,
    'excursion-deductible': 3,
    'level-contiguous': 3,
    'level-cumulative': 3,
  },
  seatMs: { used: 400, over: 300, free: 0, billable: 300 },
  excursions: [{ start: at('03-02T09:00'), end: at('03-02T10:00'), seats: 3 }],
  inferredEnds: 0,
  inferredSeatMs: 0,
};

const agreement: Agreement = {
  accountId: 'acme',
  startsAt: null,
  endsAt: null,
  calendars: [{ from: FROM_THE_BEGINNING, timeZone: 'UTC', anchorDay: 1 }],
  policies: [figures.policy],
  pools: [],
  users: new Map(),
  licenceOrder: [],
};

/** A pool with these prices by the instant they hold from. */
const pool = (...prices: (readonly [from: Instant, overageSeat: string])[]): Pool => ({
  id: 'elite',
  model: 'concurrent',
  licence: null,
  capacity: [],
  prices: prices.map(([from, overageSeat]) => ({ from, overageSeat, currency: 'USD' })),
});

const stated = (
  changed: Partial<CycleFigures> = {},
  priced: Pool = pool([FROM_THE_BEGINNING, '45.00']),
  asOf: Instant = at('03-09T00:00'),
  quarantined = 0,
): StatementJson => statementOf(agreement, priced, { ...figures, ...changed }, asOf, quarantined);

describe('a statement', () => {
  it('is of the shape that the contract of statements promises, whole and provisional', () => {
    const statement = stated();
    expect(StatementJson.parse(statement)).toStrictEqual(statement);
    expect(statement).toMatchObject({
      accountId: 'acme',
      poolId: 'elite',
      status: 'provisional',
      asOf: '2026-03-09T00:00:00.000Z',
      cycle: { start: '2026-03-01T00:00:00.000Z', end: '2026-04-01T00:00:00.000Z' },
      dueIn: { start: '2026-04-01T00:00:00.000Z', end: '2026-05-01T00:00:00.000Z' },
      peak: { seats: 4, at: '2026-03-02T09:00:00.000Z' },
      adjustments: [],
    });
  });

  it('says how many facts wait, and how much rests on inferred ends', () => {
    const { quality } = stated({ inferredEnds: 2, inferredSeatMs: 900 }, pool(), MARCH.end, 7);
    expect(quality).toStrictEqual({ quarantined: 7, inferredEnds: 2, inferredSeatMs: 900 });
  });
});

describe('the amount of a statement', () => {
  it.each([
    ['45.00', '135.00'],
    ['45', '135'],
    ['0.10', '0.30'],
    ['0.0333333333', '0.0999999999'],
    ['999999999999999.9999999999', '2999999999999999.9999999997'],
  ])('has the decimals of its price and no error: 3 × %s is %s', (price, value) => {
    const { amount } = stated({}, pool([FROM_THE_BEGINNING, price]));
    expect(amount).toStrictEqual({ currency: 'USD', value });
  });

  it('is at the price in force at the start of the cycle, whatever comes inside it', () => {
    const before: [Instant, string] = [FROM_THE_BEGINNING, '1.00'];
    const valueAt = (change: Instant): string | undefined =>
      stated({}, pool(before, [change, '9.00'])).amount?.value;
    expect(valueAt(MARCH.start)).toBe('27.00');
    expect(valueAt(MARCH.start + 1)).toBe('3.00');
    expect(valueAt(MARCH.end)).toBe('3.00');
  });

  it('is nothing, to the cent, when nothing is over', () => {
    expect(stated({ overageSeats: 0 }).amount).toStrictEqual({ currency: 'USD', value: '0.00' });
  });

  it('is absent without a price, and before the first', () => {
    expect(stated({}, pool())).not.toHaveProperty('amount');
    expect(stated({}, pool([MARCH.start + 1, '9.00']))).not.toHaveProperty('amount');
  });
});

describe('the digest of a statement', () => {
  const { digest } = stated();

  it('does not change with what explains the figure or rates it', () => {
    const readings = { ...figures.readings, none: 4 };
    expect(stated({ readings }).digest).toBe(digest);
    expect(stated({ inferredEnds: 1, inferredSeatMs: 5 }).digest).toBe(digest);
    expect(stated({}, undefined, undefined, 1).digest).toBe(digest);
  });

  it.each<[string, Partial<CycleFigures>]>([
    ['overage', { overageSeats: 2 }],
    ['cycle', { cycle: { ...MARCH, end: MARCH.end - 1 } }],
    ['due cycle', { dueIn: { ...APRIL, end: APRIL.end - 1 } }],
    ['capacity', { capacity: [{ from: MARCH.start, seats: 2 }] }],
    ['peak', { peak: { seats: 4, at: at('03-02T09:01') } }],
    ['seat time', { seatMs: { used: 401, over: 300, free: 0, billable: 300 } }],
    ['excursions', { excursions: [] }],
    ['policy', { policy: { ...figures.policy, version: 2 } }],
  ])('changes with the %s', (_, changed) => {
    expect(stated(changed).digest).not.toBe(digest);
  });

  it('changes with the price and the instant it is as of', () => {
    expect(stated({}, pool()).digest).not.toBe(digest);
    expect(stated({}, pool([FROM_THE_BEGINNING, '45.0'])).digest).not.toBe(digest);
    expect(stated({}, undefined, at('03-09T00:01')).digest).not.toBe(digest);
  });
});
