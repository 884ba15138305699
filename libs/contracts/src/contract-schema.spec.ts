import fc from 'fast-check';
import { Duration } from 'luxon';
import { duration, durationMs, money } from './contract-fields';
import { AccountContract, ContractFile } from './contract-schema';

const account = (terms: object) => AccountContract.parse({ id: 'acme', ...terms });
const accepts = (terms: object) => AccountContract.safeParse({ id: 'acme', ...terms }).success;
const pool = (terms: object) => ({ pools: [{ id: 'elite', capacity: [], ...terms }] });

describe('an account in the contract', () => {
  it('needs an id and nothing else', () => {
    expect(account({})).toEqual({
      id: 'acme',
      timeZone: 'UTC',
      startsAt: null,
      endsAt: null,
      billing: { anchorDay: 1 },
      policy: [{ preset: 'zoom-cc' }],
      intake: { maxAge: 'P35D', maxFuture: 'PT5M', finalizationDelay: 'PT72H' },
      pools: [],
    });
  });

  it('fills in the defaults of a pool, which are concurrent, without licence and without price', () => {
    expect(account(pool({ capacity: [{ seats: 100 }] })).pools).toEqual([
      {
        id: 'elite',
        licence: null,
        model: 'concurrent',
        capacity: [{ seats: 100 }],
        price: [],
        onOverage: 'allow',
      },
    ]);
  });

  it('keeps money, instants and durations as they are written', () => {
    const price = { currency: 'USD', overageSeat: '45.00', from: '2026-01-01T01:00:00+01:00' };
    const terms = { ...pool({ price: [price] }), policy: { graceDuration: 'PT1800S' } };
    expect(account(terms).pools[0]!.price).toEqual([price]);
    expect(account(terms).policy).toEqual([{ preset: 'zoom-cc', graceDuration: 'PT1800S' }]);
  });

  it('switches maxAge and maxFuture off with null, and the default lease with null', () => {
    const { intake } = account({ intake: { maxAge: null, maxFuture: null } });
    expect(intake).toEqual({ maxAge: null, maxFuture: null, finalizationDelay: 'PT72H' });
    expect(account({ policy: { leaseTtl: null } }).policy[0]!.leaseTtl).toBeNull();
    expect(accepts({ intake: { finalizationDelay: null } })).toBe(false);
  });

  it('takes a policy as one object or as versions from an instant on', () => {
    const later = { from: '2026-03-01T00:00:00Z', preset: 'ringcx' };
    expect(account({ policy: [{ countBy: 'session' }, later] }).policy).toEqual([
      { preset: 'zoom-cc', countBy: 'session' },
      later,
    ]);
  });

  it('gives a named licence the period of its user where it names none', () => {
    const span = { from: '2026-03-01T00:00:00Z', until: '2026-04-01T00:00:00Z' };
    const named = { pools: [{ id: 'n', model: 'named', capacity: [] }] };
    const held = (user: object, licence: object) =>
      account({ ...named, users: [{ id: 'u', ...user, licence: { pool: 'n', ...licence } }] })
        .users![0]!.licence;
    expect(held(span, {})).toEqual({ pool: 'n', ...span });
    expect(held(span, { until: null })).toEqual({ pool: 'n', from: span.from, until: null });
    expect(held({}, {})).toEqual({ pool: 'n', from: undefined, until: null });
  });

  it.each([
    { billing: { anchorDay: 0 } },
    { billing: { anchorDay: 32 } },
    { timeZone: 'Mars/Olympus' },
    { timeZone: '+01:00' },
    { timeZone: '' },
    { startsAt: '2026-01-01' },
    { startsAt: '1999-01-01T00:00:00Z' },
    { policy: { leaseTtl: 'PT0S' } },
    { policy: { graceDuration: '-PT30M' } },
    { policy: { graceDuration: 30 } },
    pool({ capacity: [{ seats: -1 }] }),
    pool({ capacity: [{ seats: 1.5 }] }),
    pool({ capacity: [{ seats: Infinity }] }),
    pool({ capacity: [{ seats: 1, from: null }] }),
    pool({ price: [{ currency: 'US', overageSeat: '1' }] }),
    pool({ overageAllowance: { seats: 1, percent: 1 } }),
    pool({ overageAllowance: { percent: -1 } }),
    pool({ id: 'a/b' }),
    { users: [{ id: '' }] },
    { users: [{ id: 'x'.repeat(201) }] },
    { users: [{ id: '😀'.repeat(101) }] },
  ])('refuses %j', (terms) => {
    expect(accepts(terms)).toBe(false);
  });

  it('reads the example of the documentation', () => {
    const users = [
      {
        id: 'u-17',
        from: '2026-01-01T00:00:00Z',
        until: null,
        pool: 'elite',
        products: ['workforce-management'],
        licence: { pool: 'premium-named', from: '2026-01-01T00:00:00Z', until: null },
      },
    ];
    const elite = { id: 'elite', overageAllowance: { seats: 5 }, capacity: [{ seats: 100 }] };
    const named = { id: 'premium-named', model: 'named', capacity: [{ seats: 20 }] };
    const products = [{ product: 'workforce-management', owned: [{ quantity: 75 }] }];
    const acme = { id: 'acme', name: 'Acme', pools: [elite, named], products, users };
    expect(ContractFile.parse({ accounts: [acme] }).accounts[0]).toMatchObject(acme);
  });
});

describe('money', () => {
  it.each(['0', '0.00', '45', '45.00', '0.0000000001', '999999999999999.99'])(
    'may be %j',
    (text) => {
      expect(money.safeParse(text).success).toBe(true);
    },
  );

  it.each(['', '-1', '+1', '1e3', '1,00', '.5', '5.', '045.00', ' 1', 'NaN', '1_000', '١', 45])(
    'is never %j',
    (text) => {
      expect(money.safeParse(text).success).toBe(false);
    },
  );
});

describe('a duration', () => {
  it.each(['PT0S', 'PT30M', 'P35D', 'P2W', 'P1W2DT3H4M5.678S', 'PT0.001S', 'PT90M', 'P36525D'])(
    'may be %s',
    (text) => {
      expect(duration(0).safeParse(text).success).toBe(true);
      expect(durationMs(text)).toBe(Duration.fromISO(text).toMillis());
    },
  );

  it.each([
    'P1M',
    'P1Y',
    'P',
    'PT',
    'P1DT',
    'PT1.5H',
    'PT0.0001S',
    '-PT1S',
    'PT-1S',
    'pt30m',
    'PT30',
    '30m',
    'P36526D',
    'PT30M ',
    '',
  ])('is never %j', (text) => {
    expect(duration(0).safeParse(text).success).toBe(false);
  });

  it('is as many milliseconds as its parts add up to', () => {
    const part = fc.nat(9999);
    fc.assert(
      fc.property(part, part, part, part, fc.nat(9_999_999), (w, d, h, m, ms) => {
        const seconds = `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}`;
        const sum = (((w * 7 + d) * 24 + h) * 60 + m) * 60_000 + ms;
        expect(durationMs(`P${w}W${d}DT${h}H${m}M${seconds}S`)).toBe(sum);
      }),
    );
  });
});
