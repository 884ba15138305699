import { createHash } from 'node:crypto';
import { AccountContract } from '@seatmeter/contracts';
import { FROM_THE_BEGINNING, type Agreement } from '@seatmeter/metering';
import { agreementOf } from './agreement-of';

const MINUTE = 60_000;
const MARCH = '2026-03-01T00:00:00Z';
const APRIL = '2026-04-01T00:00:00+02:00';

const agreed = (says: Readonly<Record<string, unknown>> = {}): Agreement =>
  agreementOf(AccountContract.parse({ id: 'acme', ...says }));

describe('the policy of an account', () => {
  it.each([
    ['zoom-cc', 'level-contiguous', 30, 'exclusive', 'each'],
    ['genesys-cloud', 'level-cumulative', 30, 'inclusive', 'highest-licence'],
    ['ringcx', 'none', 0, 'exclusive', 'each'],
    ['cisco-cce', 'level-contiguous', 15, 'inclusive', 'each'],
  ])('is that of its preset %s', (preset, graceModel, minutes, graceBoundary, crossPool) => {
    expect(agreed({ policy: { preset } }).policies[0]!.policy).toStrictEqual({
      graceModel,
      graceDuration: minutes * MINUTE,
      graceBoundary,
      countBy: 'user',
      crossPool,
      leaseTtl: null,
    });
  });

  it('is that of zoom-cc when it says nothing', () => {
    const zoom = agreed({ policy: { preset: 'zoom-cc' } }).policies;
    expect(agreed().policies).toStrictEqual(zoom);
    expect(agreed({ policy: {} }).policies).toStrictEqual(zoom);
  });

  it('replaces the terms of its preset that it states, and no others', () => {
    const policy = { preset: 'cisco-cce', graceDuration: 'PT1H', leaseTtl: 'PT90S' };
    expect(agreed({ policy }).policies[0]!.policy).toStrictEqual({
      graceModel: 'level-contiguous',
      graceDuration: 60 * MINUTE,
      graceBoundary: 'inclusive',
      countBy: 'user',
      crossPool: 'each',
      leaseTtl: 90_000,
    });
  });

  it('has versions numbered by date, not by place, the undated one from the beginning', () => {
    const policy = [
      { from: APRIL, preset: 'ringcx' },
      { from: MARCH, preset: 'cisco-cce' },
      { graceDuration: 'PT1H' },
    ];
    const { policies } = agreed({ policy });
    expect(
      policies.map(({ version, from, policy: { graceDuration } }) => [
        version,
        from,
        graceDuration / MINUTE,
      ]),
    ).toStrictEqual([
      [1, FROM_THE_BEGINNING, 60],
      [2, Date.parse(MARCH), 15],
      [3, Date.parse(APRIL), 0],
    ]);
  });
});

describe('the hash of a policy', () => {
  const hashOf = (policy: Readonly<Record<string, unknown>>): string =>
    agreed({ policy }).policies[0]!.hash;
  const sha256 = (text: string): string =>
    `sha256:${createHash('sha256').update(text).digest('hex')}`;

  it('is that of its six terms, every key present, in canonical JSON', () => {
    expect(hashOf({})).toBe(
      sha256(
        '{"countBy":"user","crossPool":"each","graceBoundary":"exclusive","graceDuration":"PT30M","graceModel":"level-contiguous","leaseTtl":null}',
      ),
    );
  });

  it('takes durations as they are written', () => {
    const inSeconds = hashOf({ graceDuration: 'PT1800S', leaseTtl: 'PT30S' });
    expect(inSeconds).toBe(
      sha256(
        '{"countBy":"user","crossPool":"each","graceBoundary":"exclusive","graceDuration":"PT1800S","graceModel":"level-contiguous","leaseTtl":"PT30S"}',
      ),
    );
  });

  it('is the same however the terms came about, and from whenever they hold', () => {
    const spelled = { graceModel: 'none', graceDuration: 'PT0S', graceBoundary: 'exclusive' };
    expect(hashOf({ ...spelled, from: MARCH })).toBe(hashOf({ preset: 'ringcx' }));
    expect(hashOf({ ...spelled, countBy: 'session' })).not.toBe(hashOf({ preset: 'ringcx' }));
  });
});

describe('an agreement', () => {
  it('has a default for everything but the ids and the capacity', () => {
    expect(agreed({ pools: [{ id: 'elite', capacity: [{ seats: 3 }] }] })).toMatchObject({
      accountId: 'acme',
      startsAt: null,
      endsAt: null,
      calendars: [{ from: FROM_THE_BEGINNING, timeZone: 'UTC', anchorDay: 1 }],
      pools: [
        {
          id: 'elite',
          model: 'concurrent',
          licence: null,
          capacity: [{ from: FROM_THE_BEGINNING, seats: 3 }],
          prices: [],
        },
      ],
      users: new Map(),
      licenceOrder: ['elite', 'premium', 'essentials'],
    });
  });

  it('lists capacity and prices in the order of their dates, the undated first', () => {
    const capacity = [{ seats: 9, from: APRIL }, { seats: 1 }, { seats: 5, from: MARCH }];
    const price = [
      { currency: 'EUR', overageSeat: '2.0', from: MARCH },
      { currency: 'EUR', overageSeat: '1.50' },
    ];
    const [pool] = agreed({ pools: [{ id: 'elite', capacity, price }] }).pools;
    expect(pool!.capacity.map(({ seats }) => seats)).toStrictEqual([1, 5, 9]);
    expect(pool!.prices).toStrictEqual([
      { from: FROM_THE_BEGINNING, currency: 'EUR', overageSeat: '1.50' },
      { from: Date.parse(MARCH), currency: 'EUR', overageSeat: '2.0' },
    ]);
  });

  it('keeps its span and its calendar as instants, a zone and a day', () => {
    const account = agreed({
      timeZone: 'America/New_York',
      billing: { anchorDay: 31 },
      startsAt: MARCH,
      endsAt: APRIL,
    });
    expect(account).toMatchObject({
      startsAt: Date.parse(MARCH),
      endsAt: Date.parse(APRIL),
      calendars: [{ timeZone: 'America/New_York', anchorDay: 31 }],
    });
  });

  it('puts the entries of one user together, the licence within the time of the user', () => {
    const { users } = agreed({
      pools: [
        { id: 'elite', capacity: [] },
        { id: 'own', model: 'named', capacity: [] },
      ],
      users: [
        { id: '__proto__', pool: 'elite', until: MARCH },
        { id: 'ben', pool: 'elite' },
        { id: '__proto__', from: MARCH, licence: { pool: 'own' } },
      ],
    });
    expect([...users]).toStrictEqual([
      [
        '__proto__',
        {
          assignments: [{ pool: 'elite', from: FROM_THE_BEGINNING, until: Date.parse(MARCH) }],
          namedLicences: [{ pool: 'own', from: Date.parse(MARCH), until: null }],
        },
      ],
      [
        'ben',
        {
          assignments: [{ pool: 'elite', from: FROM_THE_BEGINNING, until: null }],
          namedLicences: [],
        },
      ],
    ]);
  });
});
